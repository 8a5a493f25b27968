//! Turns: the calls of a case with threads, made one by one, each once nothing else moves.

/// Who makes the next call, and what is seen then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turns {
    /// The names of the scenario's threads; nothing for lines that name none.
    pub names: Vec<Option<String>>,
    /// Whose next call comes next, by index into `names`.
    pub order: Vec<usize>,
    /// What is written about calls once nothing moves.
    pub looks: Vec<Look>,
}

/// Whether a call has to have come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// After so many turns.
    pub after: usize,
    /// The call, by its line in the scenario.
    pub call: usize,
    /// Whether it has to wait still.
    pub waits: bool,
}

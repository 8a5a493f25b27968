//! Deploy in waves: fill in the body of `waves`.

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

/// Puts every service of `deps`, a list of services with what each of them
/// needs, into a wave: the earliest one that comes after all its needs. Names
/// are sorted inside a wave.
///
/// If a need is not listed, the answer is `Unknown`. Otherwise, if services
/// need one another in a ring, it is `Cycle`.
pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    todo!()
}

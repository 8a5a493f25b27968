//! What can be wrong with a history.

use super::{history, turns};
use crate::check::case::blame;
use crate::problem::scenario::Scenario;
use crate::wire::{self, Ending, History, Linearity, Opinion};

/// What is wrong with a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A call answers something else than is written.
    Answer { call: usize, want: String },
    /// No order of the calls explains the answers.
    Unexplained(wire::Unexplained),
    /// These calls wait for ever, and should not.
    Stuck(Vec<u16>),
    /// These calls came back, but later than they had to.
    Late(Vec<u16>),
    /// This call came back where it has to wait.
    Early(u16),
    /// Dropping what the calls made never ends.
    DropStuck,
    /// Dropping what the calls made panicked.
    DropPanicked(wire::PanicReport),
    /// Nothing can be said of it, for this reason.
    Unknown(String),
    /// Two accesses to the same memory that nothing orders.
    Raced(wire::Race),
    /// The problem is at fault.
    Author(String),
    /// The process made it up.
    Forged(&'static str),
}

impl Wrong {
    /// By what the model says of a history of the scenario; nothing if it is right.
    pub fn by(scenario: &Scenario, history: &History, opinion: Option<Linearity>) -> Option<Self> {
        let waits = matches!(history.ending, Ending::Stuck { .. });
        let pending = history::pending(history);
        if matches!(opinion, Some(Linearity::Explained) | None)
            && let Some(wrong) = turns::fault(scenario, history)
        {
            return Some(wrong);
        }
        match opinion {
            Some(Linearity::Unexplained(unexplained)) => Some(Self::Unexplained(unexplained)),
            Some(Linearity::Stuck { calls }) if calls.is_empty() => Some(Self::DropStuck),
            Some(Linearity::Stuck { calls })
                if calls.iter().any(|call| !pending.contains(call)) =>
            {
                Some(Self::Late(calls))
            }
            Some(Linearity::Stuck { calls }) => Some(Self::Stuck(calls)),
            Some(Linearity::TooMany) => Some(Self::Unknown(
                "there are more orders of its calls than the model looks at".into(),
            )),
            Some(Linearity::Failed(report)) => Some(Self::Author(blame(&Opinion::Failed(report)))),
            Some(Linearity::Refused(expected)) => Some(Self::Author(format!(
                "the model's glue does not fit the contract: expected {expected}"
            ))),
            // Whoever may wait in the end of a case may do so for ever.
            Some(Linearity::Explained) | None
                if waits && !pending.is_empty() && scenario.turns.is_some() =>
            {
                let left_out = turns::left_out(scenario, history)?;
                let line = &scenario.case.lines[left_out].text;
                Some(Self::Author(format!(
                    "{line} comes while the call before it on its thread may still wait"
                )))
            }
            Some(Linearity::Explained) if waits && !pending.is_empty() => Some(Self::Author(
                "the model can wait for ever in this scenario".into(),
            )),
            None if waits && !pending.is_empty() => Some(Self::Stuck(pending)),
            Some(Linearity::Explained) | None => match &history.ending {
                Ending::Complete => None,
                Ending::Panicked(report) => Some(Self::DropPanicked(report.clone())),
                Ending::Stuck { .. } => Some(Self::DropStuck),
                Ending::Raced(race) => Some(Self::Raced(race.clone())),
            },
        }
    }
}

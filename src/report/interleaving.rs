//! An interleaving in a report: what the threads of a scenario did, in the order in which it
//! goes wrong.

use super::document::{Place, Step};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One execution of a scenario: of those orders that mean the same, the one with the fewest
/// preemptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interleaving {
    /// The calls made before the threads begin.
    pub before: Vec<Step>,
    /// The threads by name, each of which has something to show.
    pub threads: Vec<String>,
    /// What they did, in order.
    pub rows: Vec<Row>,
    /// The calls made once the threads have ended.
    pub after: Vec<Step>,
    /// How often a thread was interrupted that could have gone on.
    pub preemptions: u64,
    /// In sentences what is wrong: who waits for whom, or which calls no order explains.
    pub sentences: Vec<String>,
    /// The order, as the explorer writes it; empty where no order of the threads alone leads
    /// there, and loom found it.
    pub schedule: String,
}

/// Something that a thread did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Which, by its place in the list of threads.
    pub thread: usize,
    /// What.
    pub event: Event,
    /// Where in the candidate's files, if that is known.
    pub place: Option<Place>,
    /// Whether the thread before was interrupted for it.
    pub preempts: bool,
    /// Whether the picture is understood without it.
    pub minor: bool,
}

/// What a thread did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A call of the scenario began.
    Called {
        /// The call.
        call: String,
    },
    /// A call came back.
    Returned {
        /// The call.
        call: String,
        /// The answer; empty if it has none.
        answer: String,
        /// Whether no order explains this answer.
        wrong: bool,
    },
    /// A call panicked.
    Panicked {
        /// The call.
        call: String,
    },
    /// A step that others can notice.
    Did {
        /// What was done: `lock`, `wait`, `notify_one`.
        action: String,
        /// What it was done to, as the submission calls it if that is known.
        object: Option<String>,
        /// What is peculiar about it: "wakes thread 2".
        note: Option<String>,
    },
    /// A step that never comes to its end.
    Waits {
        /// What was to be done.
        action: String,
        /// What it was to be done to.
        object: Option<String>,
    },
}

impl Event {
    /// The event in a few words.
    pub fn text(&self) -> String {
        let done = |action: &str, object: &Option<String>| match object {
            Some(object) => format!("{action} {object}"),
            None => action.to_owned(),
        };
        match self {
            Self::Called { call } => format!("{call} ..."),
            Self::Returned { call, answer, .. } if answer.is_empty() || answer == "()" => {
                format!("{call} returns")
            }
            Self::Returned { call, answer, .. } => format!("{call} = {answer}"),
            Self::Panicked { call } => format!("{call} panics"),
            Self::Did {
                action,
                object,
                note,
            } => match note {
                Some(note) => format!("{}, {note}", done(action, object)),
                None => done(action, object),
            },
            Self::Waits { action, object } => done(action, object),
        }
    }

    /// Whether it lies between the beginning and the end of a call.
    pub const fn is_step(&self) -> bool {
        matches!(self, Self::Did { .. } | Self::Waits { .. })
    }

    /// Whether this is what is wrong.
    pub const fn is_wrong(&self) -> bool {
        matches!(
            self,
            Self::Returned { wrong: true, .. } | Self::Panicked { .. } | Self::Waits { .. }
        )
    }
}

impl Interleaving {
    /// The name of a row's thread.
    pub fn thread(&self, row: &Row) -> &str {
        self.threads.get(row.thread).map_or("", String::as_str)
    }

    /// The rows that are shown: all, or those without which the picture is not understood,
    /// each with its number among all.
    pub fn shown(&self, all: bool) -> Vec<(usize, &Row)> {
        let numbered = (1..).zip(&self.rows);
        numbered.filter(|(_, row)| all || !row.minor).collect()
    }
}

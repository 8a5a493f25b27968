//! The document about many submissions. One versioned form; screens and files are made
//! from it alone.

use super::partition::Partition;
use super::seed::Seed;
use crate::report::document::{Judge, Report};
use crate::verdict::Verdict;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the document's form. A reader refuses any other.
pub const FORMAT: u32 = 1;

/// What is written where a report about one submission has its `id`, so that nobody takes
/// one document for the other.
pub const KIND: &str = "batch";

/// Everything the judge has to say about many submissions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The version of the document's form.
    #[schemars(extend("const" = FORMAT))]
    pub format: u32,
    /// `batch`.
    #[schemars(extend("const" = KIND))]
    pub kind: String,
    /// When judging began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made: Timestamp,
    /// Who judged.
    pub judge: Judge,
    /// How strong the sandbox was: `full`, `partial` or `none`.
    pub strength: String,
    /// The seed that was asked for.
    pub seed: Seed,
    /// How much of the evidence is in here.
    pub reveal: super::reveal::Reveal,
    /// Which part of all submissions this is; `None` if it is all of them.
    pub partition: Option<Partition>,
    /// How many submissions there are in all partitions together.
    pub found: u64,
    /// The submissions, by owner, problem and path.
    pub units: Vec<Unit>,
    /// How long it took on the clock, in milliseconds.
    pub total_ms: f64,
}

/// One submission, or one that should be there and is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Whose it is: the name of the folder that was walked, unless the configuration says
    /// otherwise.
    pub owner: String,
    /// The problem's short name.
    pub problem: String,
    /// The file or crate folder as it can be found from where the judge ran; empty if it
    /// is missing.
    pub path: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What lies beside the submission and has no effect here, in words.
    pub unheeded: Vec<String>,
}

/// What came of a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// It was judged.
    Judged(Box<Report>),
    /// The judge failed at it; nothing is said about the submission.
    Failed {
        /// What went wrong.
        why: String,
    },
    /// It is asked for and not there.
    Missing,
    /// There was no time for it.
    NotJudged {
        /// Why: "the budget of 60 s was used up".
        why: String,
    },
}

impl Unit {
    /// The verdict; `None` if it was not judged. A judge that failed says `judging_error`.
    pub fn verdict(&self) -> Option<Verdict> {
        match &self.outcome {
            Outcome::Judged(report) => Some(report.verdict),
            Outcome::Failed { .. } => Some(Verdict::JudgingError),
            Outcome::Missing | Outcome::NotJudged { .. } => None,
        }
    }

    /// The verdict's name, `missing` or `not_judged`.
    pub fn word(&self) -> &'static str {
        match (&self.outcome, self.verdict()) {
            (_, Some(verdict)) => verdict.text(),
            (Outcome::Missing, None) => "missing",
            (_, None) => "not_judged",
        }
    }

    /// In a few words what there is to say beside the verdict.
    pub fn summary(&self) -> &str {
        match &self.outcome {
            Outcome::Judged(report) => &report.summary,
            Outcome::Failed { why } | Outcome::NotJudged { why } => why,
            Outcome::Missing => "there is no submission",
        }
    }

    /// The report, if it was judged.
    pub fn report(&self) -> Option<&Report> {
        match &self.outcome {
            Outcome::Judged(report) => Some(report),
            _ => None,
        }
    }

    /// What the unit is called in lists: `alice/lru-cache`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.owner, self.problem)
    }

    /// What orders units and tells them apart.
    pub fn key(&self) -> (&str, &str, &str) {
        (&self.owner, &self.problem, &self.path)
    }
}

impl Batch {
    /// How many units have this word.
    pub fn count(&self, word: &str) -> usize {
        self.units.iter().filter(|unit| unit.word() == word).count()
    }

    /// The words that occur, worst first, with how often.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let words = Verdict::ALL.iter().map(|verdict| verdict.text());
        ["missing", "not_judged"]
            .into_iter()
            .chain(words)
            .map(|word| (word, self.count(word)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}

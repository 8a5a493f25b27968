//! The report: one versioned document that every screen and file is made from.

use super::figures::Figures;
use super::interleaving::Interleaving;
use crate::verdict::{Reason, Verdict};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the document's form. A reader refuses any other.
pub const FORMAT: u32 = 1;

/// Everything the judge has to say about one submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The version of the document's form.
    #[schemars(extend("const" = FORMAT))]
    pub format: u32,
    /// Hex digits that name the report; its file is found by the first few.
    pub id: String,
    /// When judging began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made: Timestamp,
    /// Who judged.
    pub judge: Judge,
    /// What was asked for.
    pub problem: ProblemInfo,
    /// What was handed in.
    pub submission: SubmissionInfo,
    /// Whether everything was judged or the samples alone.
    pub mode: Mode,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, where the verdict alone does not say.
    pub reason: Option<Reason>,
    /// The verdict in a few words: "put(2, 0) after 3 calls".
    pub summary: String,
    /// What the compiler or the contract had to say; warnings too.
    pub diagnostics: Vec<Diagnostic>,
    /// What was checked, in order.
    pub checks: Vec<Check>,
    /// What this judge cannot check yet, or this stage does not ask for, in words.
    pub not_judged: Vec<String>,
    /// What the submission was allowed to use for a case.
    pub limits: LimitsInfo,
    /// The seed of everything drawn by chance; `None` if nothing was.
    pub seed: Option<u64>,
    /// How the submission was kept from harm.
    pub sandbox: Sandbox,
    /// How long things took.
    pub timings: Timings,
}

/// Who judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judge {
    /// The judge's version.
    pub version: String,
    /// The compiler, as `rustc -V` prints it.
    pub rustc: String,
    /// The harness, by the first hex digits of its hash.
    pub kit: String,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProblemInfo {
    /// The problem's short name.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Hash of the package, in hex.
    pub version: String,
    /// The stage that was judged, from 1.
    pub stage: u32,
    /// How many stages there are.
    pub stages: u32,
    /// How many cases the stage has, samples included.
    pub cases: u64,
}

/// What was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmissionInfo {
    /// Where it came from, as the user wrote it.
    pub origin: String,
    /// Hash of its sources, in hex.
    pub hash: String,
    /// The how-manieth of this problem by this user; `None` where nobody counts.
    pub attempt: Option<u32>,
    /// Minutes since the crate was started; `None` where nobody knows.
    pub minutes: Option<u64>,
}

/// How much was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The samples alone.
    Test,
    /// Everything.
    Submit,
    /// One failure of an earlier report.
    Replay,
}

/// Something the compiler said, or the contract check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diagnostic {
    /// `error`, `warning`.
    pub level: Level,
    /// The message on one line.
    pub message: String,
    /// The compiler's code, `E0308`.
    pub code: Option<String>,
    /// Where, in the candidate's own files.
    pub place: Option<Place>,
    /// The whole text as it is shown.
    pub rendered: String,
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It does not compile.
    Error,
    /// It compiles.
    Warning,
}

/// A place in a file of the submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The file, as the candidate knows it: `src/lib.rs`.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// Column after the last character, if the place is on one line.
    pub end_column: Option<u32>,
}

/// A group of things that were checked in one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// `samples`, `cases`, `random`, `heap`, `growth hot`, `memory reads`.
    pub name: String,
    /// How it went.
    pub status: Status,
    /// How many parts passed.
    pub passed: u64,
    /// How many parts there are.
    pub total: u64,
    /// A few words beside the numbers.
    pub note: Option<String>,
    /// Its parts, if they have names.
    pub parts: Vec<Part>,
    /// What went wrong; the first is the one to show.
    pub findings: Vec<Finding>,
    /// What was measured, if the check measures something.
    pub figures: Option<Figures>,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All parts passed.
    Passed,
    /// A part did not.
    Failed,
    /// It was made, and neither the one nor the other can be said.
    Inconclusive,
    /// It was not made, because an earlier one failed.
    NotRun,
}

/// One part of a check: a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// How it went.
    pub verdict: Verdict,
    /// Time on the clock, in milliseconds; `None` if it did not end by itself.
    pub wall_ms: Option<f64>,
}

/// Something that is wrong, with the calls that show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The case it was found in; `random` for a sequence drawn by chance.
    pub case: String,
    /// Whether it is a sample, so that the candidate may see what was printed.
    pub sample: bool,
    /// The verdict it alone would give.
    pub verdict: Verdict,
    /// Why, where the verdict alone does not say.
    pub reason: Option<Reason>,
    /// In a few words: "put(2, 0) after 3 calls".
    pub summary: String,
    /// More sentences, where they help: the panic's message, what a limit was.
    pub details: Vec<String>,
    /// Where in the candidate's files, if that is known.
    pub place: Option<Place>,
    /// The calls, up to and including the one that went wrong.
    pub transcript: Vec<Step>,
    /// What the threads did, if several made the calls; shown in place of the transcript.
    pub interleaving: Option<Interleaving>,
    /// How many calls it took when it was found; `None` if these are they.
    pub shrunk_from: Option<u64>,
    /// The calls as lines of a package, for `replay`; empty if the case's own are meant.
    pub lines: Vec<String>,
    /// The same as a test for the candidate's crate; `None` if only the judge can make the
    /// calls.
    pub test: Option<String>,
    /// What the submission printed, made harmless and cut; only for samples.
    pub printed: Option<String>,
}

impl Finding {
    /// Whether calls may be missing: it is from a hidden case that nobody made smaller.
    const fn is_cut(&self) -> bool {
        !self.sample
            && self.shrunk_from.is_none()
            && self.lines.is_empty()
            && self.interleaving.is_none()
    }
}

impl Report {
    /// The finding to show: of those that give the verdict the one with the fewest calls,
    /// a sample's rather than a hidden one, and one that is whole rather than one that is not.
    pub fn shown(&self) -> Option<&Finding> {
        self.found().map(|(_, finding)| finding)
    }

    /// The same, with the check that found it.
    pub fn found(&self) -> Option<(&Check, &Finding)> {
        let of = |check| move |finding| (check, finding);
        let findings = || {
            let checks = self.checks.iter();
            checks.flat_map(move |check: &Check| check.findings.iter().map(of(check)))
        };
        let worst = findings().map(|(_, finding)| finding.verdict).min()?;
        findings()
            .filter(|(_, finding)| finding.verdict == worst)
            .min_by_key(|(_, finding): &(&Check, &Finding)| {
                let calls = finding.transcript.len();
                let length: usize = finding.transcript.iter().map(Step::length).sum();
                (calls == 0, finding.is_cut(), calls, length, !finding.sample)
            })
    }
}

/// One call in a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The call: `put(2, 0)`.
    pub call: String,
    /// What came of it.
    pub outcome: Outcome,
}

impl Step {
    /// How much there is to read, in bytes.
    fn length(&self) -> usize {
        self.call.len()
            + match &self.outcome {
                Outcome::Right { answer } => answer.len(),
                Outcome::Wrong { want, got } => want.len() + got.len(),
                Outcome::Panicked { message, want } => {
                    message.len() + want.as_ref().map_or(0, String::len)
                }
                Outcome::NoReturn { why } => why.len(),
            }
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// The right answer; empty where the call answers nothing.
    Right {
        /// The answer.
        answer: String,
    },
    /// An answer that is not the one wanted.
    Wrong {
        /// What it should have been, or why the answer is not legal.
        want: String,
        /// What it was.
        got: String,
    },
    /// It panicked.
    Panicked {
        /// With this message.
        message: String,
        /// What should have come of it.
        want: Option<String>,
    },
    /// It did not come back: the process ended or a limit was reached.
    NoReturn {
        /// Why: "aborted", "2 s of CPU time used".
        why: String,
    },
}

/// What a submission may use for one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitsInfo {
    /// CPU time, in milliseconds, whatever the reference needs.
    pub cpu_ms: u64,
    /// How many times as much CPU time as the reference; `None` where there is no reference.
    pub cpu_ratio: Option<u32>,
    /// Time on the clock, in milliseconds.
    pub wall_ms: u64,
    /// Memory, in bytes.
    pub memory_bytes: u64,
    /// Output on either stream, in bytes.
    pub output_bytes: u64,
}

/// How the submission was kept from harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sandbox {
    /// `full`, `partial` or `none`.
    pub strength: String,
    /// What was exposed.
    pub exposed: Vec<String>,
}

/// How long things took, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timings {
    /// Compiling the submission, and waiting for the programs that are explored.
    pub compile_ms: f64,
    /// Running and judging it, without that.
    pub judge_ms: f64,
    /// From start to verdict.
    pub total_ms: f64,
    /// Whether the verdict was known already from an earlier run.
    pub reused: bool,
}

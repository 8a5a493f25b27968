//! What was measured, as numbers in a report. Growth and memory are said by the submission's
//! own process, which counts for itself; scores come from the probe.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The figures of a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Figures {
    /// How cost grows with the size.
    Growth(GrowthFigures),
    /// What the heap did while a workload ran.
    Memory(MemoryFigures),
    /// The scores of probes.
    Scores(Vec<ScoreFigures>),
    /// How much of the interleavings was looked at.
    Exploration(ExplorationFigures),
}

impl Figures {
    /// Whether they tell of time or of memory.
    pub const fn is_cost(&self) -> bool {
        matches!(self, Self::Growth(_) | Self::Memory(_))
    }
}

/// A score that a probe came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreFigures {
    /// The probe's name.
    pub probe: String,
    /// The score's name.
    pub name: String,
    /// The score; `None` if it is no finite number.
    pub score: Option<f64>,
    /// What is asked of it: `<= 0.35`; `None` if nothing is.
    pub threshold: Option<String>,
    /// Whether that is reached; `None` if nothing is asked.
    pub met: Option<bool>,
}

/// How much of the interleavings of all scenarios was looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplorationFigures {
    /// Executions that ran to an end.
    pub executions: u64,
    /// Histories that differed from each other.
    pub histories: u64,
    /// The most objects that two or more threads touched in one execution.
    pub shared_objects: u64,
    /// Whether every order that matters was run, in every scenario.
    pub is_exhaustive: bool,
    /// How long it took to compile what is explored, in milliseconds; beside the ordinary
    /// program where a core was free, otherwise when it was needed.
    pub compile_ms: f64,
    /// The second opinion on orderings; `None` if nobody was asked for one.
    pub loom: Option<LoomFigures>,
}

/// How much loom looked at, where orderings count and the explorer found nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoomFigures {
    /// The scenarios that it has an opinion on.
    pub scenarios: u64,
    /// The scenarios that it has none on.
    pub absent: u64,
    /// Why it has none on the first of those.
    pub why_absent: Option<String>,
    /// Executions of the scenarios that it has an opinion on.
    pub executions: u64,
    /// Whether it ran all executions that it knows of, in each of the scenarios that it has an
    /// opinion on.
    pub is_exhaustive: bool,
    /// How long it took to compile what it ran, in milliseconds.
    pub compile_ms: f64,
}

/// How cost grows with the size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrowthFigures {
    /// By size, rising.
    pub points: Vec<GrowthPoint>,
    /// The slope on logarithmic axes: 0 is constant, 1 linear.
    pub slope: SlopeFigures,
    /// That of the reference in the same run; `None` if there is no reference.
    pub reference: Option<SlopeFigures>,
    /// The steepest slope allowed.
    pub max_slope: f64,
    /// How many times the reference's cost a step has: the median over the sizes.
    pub ratio: Option<f64>,
    /// How often each size was measured.
    pub rounds: u64,
}

/// A slope with its interval of 95 in 100.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlopeFigures {
    /// The slope.
    pub estimate: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

/// What a step costs at one size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrowthPoint {
    /// The size.
    pub size: u64,
    /// CPU time of a step, the least of all rounds, in nanoseconds.
    pub cpu_ns: f64,
    /// The same of the reference.
    pub reference_cpu_ns: Option<f64>,
    /// Requests for memory of a step.
    pub allocations: f64,
    /// The most bytes in use at any time.
    pub peak_bytes: u64,
}

/// What the heap did while a workload ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemoryFigures {
    /// What the workload was told.
    pub size: u64,
    /// How many steps it made.
    pub steps: u64,
    /// Bytes in use before the first step.
    pub before_bytes: u64,
    /// The most bytes in use at any time from then on.
    pub peak_bytes: u64,
    /// Bytes in use after the last step.
    pub after_bytes: u64,
    /// Requests for memory of all steps.
    pub allocations: u64,
    /// How far the heap may rise above `before_bytes`; `None` for no limit.
    pub max_bytes: Option<u64>,
    /// How many requests for memory there may be; `None` for no limit.
    pub max_allocations: Option<u64>,
}

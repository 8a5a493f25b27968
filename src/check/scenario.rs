//! Scenarios: calls of several threads, made in every order that matters. The submission's
//! process says which histories come of that; whether they are right is for the model to say,
//! in its own process.

mod checking;
mod generate;
mod history;
mod idle;
pub mod loom;
pub mod names;
mod picture;
mod plausible;
mod race;
mod turns;
mod words;
mod wrong;

use super::case::Judged;
use super::loss::counted;
use super::random;
use super::runner::Runner;
use crate::error::JudgingError;
use crate::problem::scenario::Scenario;
use crate::report::interleaving::Interleaving;
use crate::run::process::{Allowance, Launcher};
use crate::run::session::Asked;
use crate::verdict::{Reason, Verdict};
use crate::wire::{self, Effort, Explored, Query, Rehearsal, Reply};
use camino::Utf8Path;
use checking::Checking;
pub use idle::check as idle;
use names::Names;
use std::time::{Duration, Instant};

/// The name of the check.
pub const NAME: &str = "scenarios";

/// After how many executions the exploration of a scenario stops.
const MOST_EXECUTIONS: u64 = 1_000_000;

/// After how many events an execution is cut off.
const MOST_EVENTS: u32 = 10_000;

/// How much memory each thread of an execution may use, in bytes; it is only reserved.
pub const MEMORY_PER_THREAD: u64 = 16 << 20;

/// How many threads an execution may have, the main one included.
pub const MOST_THREADS: u64 = crate::problem::scenario::MOST_THREADS as u64 + 1;

/// What the process may use between two answers. It answers every few thousand executions.
const ALLOWANCE: Allowance = Allowance {
    cpu_ms: 20_000,
    wall_ms: 60_000,
};

/// How long a scenario may be explored on the clock. Budgets count executions; this is for
/// machines on which that takes too long.
const LONGEST: Duration = Duration::from_secs(60);

/// What exploring needs.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// What starts the program.
    pub launcher: &'a dyn Launcher,
    /// The program.
    pub program: &'a Utf8Path,
    /// What its objects are called.
    pub names: Names<'a>,
    /// Whether a process may be begun while another one is waited for: there is a core for it.
    pub looks_ahead: bool,
}

/// A scenario that a process explores already.
pub struct Begun {
    calls: wire::Scenario,
    process: Asked,
}

impl Begun {
    /// Stops the process: nobody wants to know any more.
    ///
    /// # Errors
    /// If it cannot be stopped.
    pub fn stop(self) -> Result<(), JudgingError> {
        self.process.stop().map(drop)
    }
}

/// A scenario judged.
#[derive(Debug)]
pub struct ScenarioResult {
    /// The verdict, and what shows it.
    pub judged: Judged,
    /// What the threads did, if that is what shows it.
    pub interleaving: Option<Interleaving>,
    /// What the exploration came to, as far as it came.
    pub explored: Explored,
    /// How much was covered, if that is enough for the problem.
    pub confidence: Option<Confidence>,
    /// Time on the clock.
    pub wall: Duration,
}

/// How much of a scenario was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Every order that matters.
    Exhaustive,
    /// As many executions as the problem asks for.
    Bounded,
}

/// Begins to explore a scenario, in a process of its own.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn begin(
    runner: &mut Runner<'_>,
    setting: Setting<'_>,
    scenario: &Scenario,
) -> Result<Begun, JudgingError> {
    let checking = Checking::new(runner, setting, scenario)?;
    Ok(Begun {
        process: checking.begin()?,
        calls: checking.asked,
    })
}

/// Explores a scenario that was begun.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(
    runner: &mut Runner<'_>,
    setting: Setting<'_>,
    scenario: &Scenario,
    Begun { calls, process }: Begun,
) -> Result<ScenarioResult, JudgingError> {
    let begun = Instant::now();
    let mut checking = Checking::with_calls(runner, setting, scenario, calls);
    let mut explored = Explored::default();
    let judged = checking.explore(process, &mut explored, begun)?;
    let interleaving = checking.interleaving.take();
    let enough = scenario
        .executions
        .is_some_and(|enough| explored.executions >= enough);
    let confidence = match judged.verdict {
        Verdict::Accepted if explored.is_exhaustive => Some(Confidence::Exhaustive),
        Verdict::Accepted if enough => Some(Confidence::Bounded),
        _ => None,
    };
    let judged = match judged.verdict {
        Verdict::Accepted if confidence.is_none() => inconclusive(format!(
            "stopped after {}",
            counted(explored.executions, "execution")
        )),
        _ => judged,
    };
    Ok(ScenarioResult {
        judged,
        interleaving,
        explored,
        confidence,
        wall: begun.elapsed(),
    })
}

/// Runs one execution of a scenario again, in this order of events.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn replay(
    runner: &mut Runner<'_>,
    setting: Setting<'_>,
    scenario: &Scenario,
    schedule: &str,
) -> Result<ScenarioResult, JudgingError> {
    let begun = Instant::now();
    let mut checking = Checking::new(runner, setting, scenario)?;
    let judged = match checking.retrace(schedule)? {
        Ok(trace) => checking
            .of_trace(&trace)?
            .unwrap_or_else(|| judged(Verdict::Accepted, None, String::new())),
        Err(judged) => judged,
    };
    Ok(ScenarioResult {
        interleaving: checking.interleaving.take(),
        confidence: None,
        explored: Explored::default(),
        wall: begun.elapsed(),
        judged,
    })
}

/// The scenarios that are generated for the problem: those whose calls the contract allows in
/// every order, and in which nobody can wait for ever.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn generated(runner: &mut Runner<'_>) -> Result<Vec<Scenario>, JudgingError> {
    let problem = runner.problem();
    let most = problem.generated_scenarios;
    let mut shapes = generate::candidates(problem, most, random::seed_of(problem));
    let all: Vec<Scenario> = shapes.iter().flatten().cloned().collect();
    let rehearsals = rehearse(runner, &all)?;
    let mut rehearsals = rehearsals.iter();
    for shape in &mut shapes {
        shape.retain(|_| rehearsals.next() == Some(&Rehearsal::Ends));
    }
    Ok(generate::choose(shapes, most))
}

/// What the model makes of each scenario by itself.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn rehearse(
    runner: &mut Runner<'_>,
    scenarios: &[Scenario],
) -> Result<Vec<Rehearsal>, JudgingError> {
    let mut asked = vec![];
    for scenario in scenarios {
        asked.push(wire_scenario(runner, scenario)?);
    }
    rehearse_calls(runner, asked)
}

/// The same of scenarios whose calls are known.
fn rehearse_calls(
    runner: &mut Runner<'_>,
    asked: Vec<wire::Scenario>,
) -> Result<Vec<Rehearsal>, JudgingError> {
    let count = asked.len();
    match runner.ask_model(Query::Rehearse(asked))? {
        Reply::Rehearsed(rehearsals) if rehearsals.len() == count => Ok(rehearsals),
        _ => Err(JudgingError::new("understand the model's process")),
    }
}

/// The scenario as calls on the wire.
fn wire_scenario(
    runner: &mut Runner<'_>,
    scenario: &Scenario,
) -> Result<wire::Scenario, JudgingError> {
    let prepared = runner.prepare(&scenario.case, 0)?;
    let mut calls = prepared.calls.into_iter();
    let order = scenario.turns.iter().flat_map(|turns| &turns.order);
    let turns = order.map(|thread| u16::try_from(*thread).expect("few threads"));
    Ok(wire::Scenario {
        turns: turns.collect(),
        instance: prepared.instance,
        before: calls.by_ref().take(scenario.before).collect(),
        threads: scenario
            .threads
            .iter()
            .map(|count| calls.by_ref().take(*count).collect())
            .collect(),
        after: calls.collect(),
    })
}

const fn effort(scenario: &Scenario, finds_races: bool) -> Effort {
    Effort {
        executions: match scenario.executions {
            Some(executions) => executions,
            None => MOST_EXECUTIONS,
        },
        events: MOST_EVENTS,
        spurious_wakeups: scenario.spurious,
        weak_failures: 1,
        early_timeouts: 1,
        memory_per_thread: MEMORY_PER_THREAD,
        finds_races,
    }
}

/// The faults that each execution of a scenario may contain, in words.
pub fn allowance(scenario: &Scenario) -> String {
    let effort = effort(scenario, false);
    let parts = [
        (effort.spurious_wakeups, "spurious wake-up"),
        (effort.weak_failures, "weak exchange failure"),
        (effort.early_timeouts, "early time-out"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, what)| counted(u64::from(count), what));
    let parts: Vec<String> = parts.collect();
    parts.join(", ")
}

fn judged(verdict: Verdict, reason: Option<Reason>, summary: String) -> Judged {
    Judged {
        verdict,
        reason,
        summary,
        details: vec![],
        place: None,
        transcript: vec![],
    }
}

/// What the process made up.
fn forged(expected: &str) -> Judged {
    let summary = format!("what the process sent is no history: expected {expected}");
    judged(Verdict::Tampered, Some(Reason::Forged), summary)
}

fn inconclusive(why: impl Into<String>) -> Judged {
    judged(Verdict::Inconclusive, None, why.into())
}

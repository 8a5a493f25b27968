//! Scenarios: calls of several threads, made in every order that matters. The submission's
//! process says which histories come of that; whether they are right is for the model to say,
//! in its own process.

mod generate;
mod history;
pub mod names;
mod picture;
mod race;
mod words;

use super::case::Judged;
use super::loss::{self, counted};
use super::random;
use super::runner::Runner;
use crate::build::symbols::Symbols;
use crate::error::JudgingError;
use crate::problem::scenario::Scenario;
use crate::report::interleaving::Interleaving;
use crate::run::process::{Allowance, Launcher};
use crate::run::session::{Lost, Replied, Session};
use crate::verdict::{Reason, Verdict};
use crate::wire::{self, Effort, Ending, Explored, History, Lapse, Linearity, Query, Reply, Trace};
use camino::Utf8Path;
use names::Names;
use picture::Picture;
use race::RaceWords;
use std::time::{Duration, Instant};
use words::Words;

/// The name of the check.
pub const NAME: &str = "scenarios";

/// After how many executions the exploration of a scenario stops.
const MOST_EXECUTIONS: u64 = 1_000_000;

/// After how many events an execution is cut off.
const MOST_EVENTS: u32 = 10_000;

/// How much memory each thread of an execution may use, in bytes; it is only reserved.
pub const MEMORY_PER_THREAD: u64 = 16 << 20;

/// How many threads an execution may have.
pub const MOST_THREADS: u64 = 16;

/// What the process may use between two answers. It answers every few thousand executions.
const ALLOWANCE: Allowance = Allowance {
    cpu_ms: 20_000,
    wall_ms: 60_000,
};

/// How long a scenario may be explored on the clock. Budgets count executions; this is for
/// machines on which that takes too long.
const LONGEST: Duration = Duration::from_secs(60);

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

/// What is wrong with a history.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    /// A call answers something else than is written.
    Answer { call: usize, want: String },
    /// No order of the calls explains the answers.
    Unexplained(wire::Unexplained),
    /// These calls wait for ever, and should not.
    Stuck(Vec<u16>),
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

/// Explores a scenario.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(
    runner: &mut Runner<'_>,
    launcher: &dyn Launcher,
    program: &Utf8Path,
    scenario: &Scenario,
    names: Names<'_>,
) -> Result<ScenarioResult, JudgingError> {
    let begun = Instant::now();
    let asked = wire_scenario(runner, scenario)?;
    let mut checking = Checking {
        effort: effort(scenario, runner.problem().finds_races),
        runner,
        launcher,
        program,
        scenario,
        names,
        asked,
        interleaving: None,
    };
    let mut explored = Explored::default();
    let judged = checking.explore(&mut explored, begun)?;
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

/// The scenarios that are generated for the problem: those whose calls the contract allows in
/// every order, and in which nobody can wait for ever.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn generated(runner: &mut Runner<'_>) -> Result<Vec<Scenario>, JudgingError> {
    let problem = runner.problem();
    let most = problem.generated_scenarios;
    let mut scenarios = generate::generate(problem, most, random::seed_of(problem));
    let mut asked = vec![];
    for scenario in &scenarios {
        asked.push(wire_scenario(runner, scenario)?);
    }
    let Reply::Rehearsed(rehearsals) = runner.ask_model(Query::Rehearse(asked))? else {
        return Err(JudgingError::new("understand the model's process"));
    };
    let mut rehearsals = rehearsals.iter();
    scenarios.retain(|_| rehearsals.next() == Some(&wire::Rehearsal::Ends));
    Ok(scenarios)
}

/// The scenario as calls on the wire.
fn wire_scenario(
    runner: &mut Runner<'_>,
    scenario: &Scenario,
) -> Result<wire::Scenario, JudgingError> {
    let prepared = runner.prepare(&scenario.case, 0)?;
    let mut calls = prepared.calls.into_iter();
    Ok(wire::Scenario {
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

fn inconclusive(why: impl Into<String>) -> Judged {
    judged(Verdict::Inconclusive, None, why.into())
}

/// A scenario while it is explored.
struct Checking<'r, 'a> {
    runner: &'r mut Runner<'a>,
    launcher: &'r dyn Launcher,
    /// What the launcher starts.
    program: &'r Utf8Path,
    scenario: &'r Scenario,
    names: Names<'r>,
    interleaving: Option<Interleaving>,
    asked: wire::Scenario,
    effort: Effort,
}

impl Checking<'_, '_> {
    fn explore(&mut self, explored: &mut Explored, begun: Instant) -> Result<Judged, JudgingError> {
        let mut session = Session::start(self.launcher, ALLOWANCE)?;
        let mut query = Query::Explore {
            scenario: self.asked.clone(),
            effort: self.effort,
        };
        loop {
            match session.ask(query)? {
                Ok(Replied {
                    reply: Reply::Histories(histories),
                    ..
                }) => {
                    explored.histories += histories.len() as u64;
                    if let Some((history, wrong)) = self.first_wrong(histories)? {
                        session.stop()?;
                        return self.confirm(&history, &wrong);
                    }
                    if begun.elapsed() > LONGEST || self.runner.stopped().is_some() {
                        session.stop()?;
                        return Ok(inconclusive("stopped: it takes too long"));
                    }
                    query = Query::Onward;
                }
                Ok(Replied {
                    reply: Reply::Explored(said),
                    ..
                }) => {
                    let closed = session.close()?;
                    if !closed.orderly {
                        return Ok(self.lost(&closed.lost));
                    }
                    *explored = said;
                    return self.conclude(explored);
                }
                Ok(_) => return Ok(self.lost(&session.refuse()?)),
                Err(lost) => return Ok(self.lost(&lost)),
            }
        }
    }

    /// The first history that is not as it should be.
    fn first_wrong(
        &mut self,
        histories: Vec<History>,
    ) -> Result<Option<(History, Wrong)>, JudgingError> {
        let mut opinions = self.opinions(&histories)?.into_iter();
        for history in histories {
            let opinion = opinions.next().flatten();
            let wrong = match history::fault(self.scenario, self.runner.problem(), &history) {
                Some(wrong) => Some(wrong),
                None => wrong_by(&history, opinion),
            };
            if let Some(wrong) = wrong {
                return Ok(Some((history, wrong)));
            }
        }
        Ok(None)
    }

    /// What the model says of each history; nothing of those that are made up, and nothing
    /// without a model.
    fn opinions(&mut self, histories: &[History]) -> Result<Vec<Option<Linearity>>, JudgingError> {
        let mut opinions = vec![None; histories.len()];
        // What comes after a race means nothing, to the model neither.
        let is_sound = |history: &&History| {
            history::is_sound(self.scenario, history) && !matches!(history.ending, Ending::Raced(_))
        };
        let sound: Vec<History> = histories.iter().filter(is_sound).cloned().collect();
        if self.runner.problem().model.is_none() || sound.is_empty() {
            return Ok(opinions);
        }
        let reply = self.runner.ask_model(Query::Linearize {
            scenario: self.asked.clone(),
            histories: sound,
        })?;
        let Reply::Linearized(said) = reply else {
            return Err(JudgingError::new("understand the model's process"));
        };
        let mut said = said.into_iter();
        for (history, opinion) in histories.iter().zip(&mut opinions) {
            if is_sound(&history) {
                let said = said.next();
                *opinion = Some(said.ok_or_else(|| {
                    JudgingError::new("get an opinion of the model on each history")
                })?);
            }
        }
        Ok(opinions)
    }

    /// Runs the execution again in a fresh process, in the order with the fewest preemptions
    /// that means the same, and judges what came of that.
    fn confirm(&mut self, history: &History, wrong: &Wrong) -> Result<Judged, JudgingError> {
        if let Wrong::Forged(expected) = wrong {
            let summary = format!("what the process sent is no history: expected {expected}");
            return Ok(judged(Verdict::Tampered, Some(Reason::Forged), summary));
        }
        let trace = match self.retrace(&history.schedule)? {
            Ok(trace) => trace,
            Err(judged) => return Ok(judged),
        };
        let again = self.first_wrong(vec![trace.history.clone()])?;
        Ok(match again {
            Some((_, wrong)) => {
                let words = Words::new(self.runner.problem(), self.scenario, &trace);
                let picture = Picture::new(&words, self.names).draw(Some(&wrong));
                let judged = match &wrong {
                    Wrong::Raced(race) => self.raced(race, &trace),
                    wrong => words.of(wrong),
                };
                self.interleaving = Some(picture);
                judged
            }
            None => inconclusive(
                "the same order came to another end: something decides that is not explored",
            ),
        })
    }

    fn raced(&self, race: &wire::Race, trace: &Trace) -> Judged {
        let words = Words::new(self.runner.problem(), self.scenario, trace);
        let symbols = Symbols::read(self.program);
        let race = RaceWords::new(race, symbols.as_ref(), |thread| words.thread(thread));
        Judged {
            summary: race.summary,
            details: race.details,
            place: race.place,
            ..words.shown(Verdict::DataRace)
        }
    }

    /// One execution, step by step; or what it means that there is none.
    fn retrace(&self, schedule: &str) -> Result<Result<Trace, Judged>, JudgingError> {
        let mut session = Session::start(self.launcher, ALLOWANCE)?;
        let asked = session.ask(Query::Retrace {
            scenario: self.asked.clone(),
            effort: self.effort,
            schedule: schedule.to_owned(),
        })?;
        Ok(match asked {
            Ok(Replied {
                reply: Reply::Retraced(Some(trace)),
                ..
            }) => {
                session.stop()?;
                Ok(trace)
            }
            Ok(Replied {
                reply: Reply::Retraced(None),
                ..
            }) => {
                session.stop()?;
                Err(inconclusive("the same order could not be run again"))
            }
            Ok(_) => Err(self.lost(&session.refuse()?)),
            Err(lost) => Err(self.lost(&lost)),
        })
    }

    /// The verdict on an exploration that came to its end without a wrong history.
    fn conclude(&mut self, explored: &Explored) -> Result<Judged, JudgingError> {
        let lapse = explored.lapse.as_ref().map(|lapse| match lapse {
            Lapse::Memory(_) => "an execution needs more memory than the explorer has".to_owned(),
            Lapse::Stack(_) => "model stack: an execution needs more than 1 MiB of it".to_owned(),
            Lapse::Threads => "an execution has more threads than can be explored".to_owned(),
            Lapse::Unsupported(what) => format!("the checker does not support {what}"),
            Lapse::Nondeterministic => {
                "the same choices led elsewhere: something decides that is not explored".to_owned()
            }
        });
        if let Some(why) = lapse {
            return Ok(inconclusive(why));
        }
        let left = match (&explored.leak, &explored.left_behind) {
            (Some(leak), _) => Some((
                &leak.schedule,
                Reason::NotGivenBack,
                format!("{} of memory left", counted(leak.blocks, "block")),
            )),
            (None, Some((threads, schedule))) => Some((
                schedule,
                Reason::ThreadsLeft,
                format!("{} left waiting", counted(u64::from(*threads), "thread")),
            )),
            (None, None) => None,
        };
        let Some((schedule, reason, what)) = left else {
            return Ok(judged(Verdict::Accepted, None, String::new()));
        };
        Ok(match self.retrace(schedule)? {
            Ok(trace) => {
                let words = Words::new(self.runner.problem(), self.scenario, &trace);
                let picture = Picture::new(&words, self.names).draw(None);
                let shown = words.shown(Verdict::MemoryLeak);
                self.interleaving = Some(picture);
                Judged {
                    reason: Some(reason),
                    summary: format!("{what} when everything was dropped"),
                    ..shown
                }
            }
            Err(judged) => judged,
        })
    }

    /// What it means that the process was lost.
    fn lost(&self, lost: &Lost) -> Judged {
        let problem = self.runner.problem();
        let loss = loss::judge(lost, &problem.limits);
        match loss.verdict {
            Verdict::Tampered => {}
            Verdict::RunTimeError if problem.unsafe_code || loss.reason == Some(Reason::Abort) => {}
            // Time and memory are the explorer's own, and so is a crash of safe code.
            _ => {
                return inconclusive(format!(
                    "the process in which it is explored was lost: {}",
                    loss.why
                ));
            }
        }
        judged(loss.verdict, loss.reason, loss.why)
    }
}

/// What is wrong with a history by what the model says.
fn wrong_by(history: &History, opinion: Option<Linearity>) -> Option<Wrong> {
    let waits = matches!(history.ending, Ending::Stuck { .. });
    let pending = history::pending(history);
    match opinion {
        Some(Linearity::Unexplained(unexplained)) => Some(Wrong::Unexplained(unexplained)),
        Some(Linearity::Stuck { calls }) if calls.is_empty() => Some(Wrong::DropStuck),
        Some(Linearity::Stuck { calls }) => Some(Wrong::Stuck(calls)),
        Some(Linearity::TooMany) => Some(Wrong::Unknown(
            "there are more orders of its calls than the model looks at".into(),
        )),
        Some(Linearity::Failed(report)) => Some(Wrong::Author(super::case::blame(
            &wire::Opinion::Failed(report),
        ))),
        Some(Linearity::Refused(expected)) => Some(Wrong::Author(format!(
            "the model's glue does not fit the contract: expected {expected}"
        ))),
        Some(Linearity::Explained) if waits && !pending.is_empty() => Some(Wrong::Author(
            "the model can wait for ever in this scenario".into(),
        )),
        None if waits && !pending.is_empty() => Some(Wrong::Stuck(pending)),
        Some(Linearity::Explained) | None => match &history.ending {
            Ending::Complete => None,
            Ending::Panicked(report) => Some(Wrong::DropPanicked(report.clone())),
            Ending::Stuck { .. } => Some(Wrong::DropStuck),
            Ending::Raced(race) => Some(Wrong::Raced(race.clone())),
        },
    }
}

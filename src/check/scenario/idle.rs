//! Waiting: a call that has to wait sleeps meanwhile, and does not ask the same over and over.
//! Of each thread of a scenario the first call is made alone; where the model lets it wait for
//! ever, so does the explorer see how the submission waits.

use super::checking::Checking;
use super::picture::Picture;
use super::words::Words;
use super::{Setting, effort, history, rehearse_calls, wire_scenario};
use crate::check::case::Judged;
use crate::check::runner::Runner;
use crate::error::JudgingError;
use crate::problem::case::Case;
use crate::problem::scenario::Scenario;
use crate::report::interleaving::Interleaving;
use crate::run::session::Asked;
use crate::verdict::Verdict;
use crate::wire::{self, Effort, Ending, History, Linearity, Query, Rehearsal, Reply};
use std::collections::VecDeque;

/// How many executions are looked at: nobody else is there.
const MOST_EXECUTIONS: u64 = 1_000;

/// A call that does not sleep while it waits.
#[derive(Debug)]
pub struct Busy {
    /// The number of the scenario that it is the first call of a thread of.
    pub scenario: usize,
    /// The verdict, and what shows it.
    pub judged: Judged,
    /// What the thread did.
    pub interleaving: Option<Interleaving>,
    /// After how many executions of the call by itself it was found.
    pub executions: u64,
}

/// A first call of a thread by itself.
struct Alone {
    /// The number of its scenario.
    number: usize,
    scenario: Scenario,
    calls: wire::Scenario,
}

/// How the first calls of scenarios wait, if one of them does not sleep.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(
    runner: &mut Runner<'_>,
    setting: Setting<'_>,
    scenarios: &[&Scenario],
) -> Result<Option<Busy>, JudgingError> {
    if runner.problem().model.is_none() {
        return Ok(None);
    }
    let calls = first_calls(runner, scenarios)?;
    let asked = calls.iter().map(|alone| alone.calls.clone()).collect();
    let rehearsals = rehearse_calls(runner, asked)?;
    // What the model lets nobody wait for is no waiting that is right.
    let waits = calls.into_iter().zip(rehearsals);
    let waits = waits.filter(|(_, rehearsal)| *rehearsal != Rehearsal::Ends);
    let mut waits: VecDeque<Alone> = waits.map(|(alone, _)| alone).collect();
    let mut ahead: Option<Result<Asked, JudgingError>> = None;
    while let Some(alone) = waits.pop_front() {
        let process = match ahead.take() {
            Some(process) => process?,
            None => alone.checking(runner, setting).begin()?,
        };
        if let Some(next) = waits.front().filter(|_| setting.looks_ahead) {
            ahead = Some(next.checking(runner, setting).begin());
        }
        let mut checking = alone.checking(runner, setting);
        if let Some((judged, executions)) = checking.busy(process)? {
            if let Some(Ok(unwanted)) = ahead {
                unwanted.stop()?;
            }
            return Ok(Some(Busy {
                judged,
                interleaving: checking.interleaving,
                scenario: alone.number,
                executions,
            }));
        }
    }
    Ok(None)
}

impl Alone {
    fn checking<'r, 'a>(
        &'r self,
        runner: &'r mut Runner<'a>,
        setting: Setting<'r>,
    ) -> Checking<'r, 'a> {
        let calls = self.calls.clone();
        Checking {
            effort: Effort {
                executions: MOST_EXECUTIONS,
                spurious_wakeups: 0,
                weak_failures: 0,
                early_timeouts: 0,
                ..effort(&self.scenario, false)
            },
            ..Checking::with_calls(runner, setting, &self.scenario, calls)
        }
    }
}

/// Each first call of a thread by itself, once.
fn first_calls(
    runner: &mut Runner<'_>,
    scenarios: &[&Scenario],
) -> Result<Vec<Alone>, JudgingError> {
    let mut all: Vec<Alone> = vec![];
    for (number, scenario) in scenarios.iter().enumerate() {
        for thread in 0..scenario.threads.len() {
            let Some(scenario) = first_call(scenario, thread) else {
                continue;
            };
            let calls = wire_scenario(runner, &scenario)?;
            if all.iter().all(|other| other.calls != calls) {
                all.push(Alone {
                    number,
                    scenario,
                    calls,
                });
            }
        }
    }
    Ok(all)
}

/// The scenario with nothing but this thread's first call.
fn first_call(scenario: &Scenario, thread: usize) -> Option<Scenario> {
    let earlier: usize = scenario.threads[..thread].iter().sum();
    let has_one = scenario.threads[thread] > 0;
    let call = scenario.case.lines.get(scenario.before + earlier)?;
    let mut lines = scenario.case.lines[..scenario.before].to_vec();
    lines.push(call.clone());
    has_one.then(|| Scenario {
        case: Case {
            lines,
            ..scenario.case.clone()
        },
        before: scenario.before,
        threads: vec![1],
        spurious: 0,
        executions: None,
        turns: None,
        places: None,
    })
}

impl Checking<'_, '_> {
    /// The verdict if the call waits where the model waits, and asks over and over meanwhile;
    /// with the number of executions until then.
    fn busy(&mut self, mut process: Asked) -> Result<Option<(Judged, u64)>, JudgingError> {
        // Whatever else there is to say about these calls was said by the scenario itself.
        loop {
            let (session, executions, histories) = match process.reply()? {
                Ok((
                    session,
                    Reply::Histories {
                        executions,
                        histories,
                    },
                )) => (session, executions, histories),
                Ok((session, _)) => {
                    session.stop()?;
                    return Ok(None);
                }
                Err(_) => return Ok(None),
            };
            process = session.send(Query::Onward)?;
            for history in histories {
                if self.is_busy(&history)? {
                    process.stop()?;
                    let shown = self.shown(&history)?;
                    return Ok(shown.map(|judged| (judged, executions)));
                }
            }
        }
    }

    fn is_busy(&mut self, history: &History) -> Result<bool, JudgingError> {
        let spins = matches!(history.ending, Ending::Stuck { spins: true, .. });
        if !spins || history::pending(history).is_empty() {
            return Ok(false);
        }
        let histories = std::slice::from_ref(history);
        let opinions = self.opinions(histories, &self.faults(histories))?;
        Ok(opinions == [Some(Linearity::Explained)])
    }

    /// The same once more in a fresh process, for people.
    fn shown(&mut self, history: &History) -> Result<Option<Judged>, JudgingError> {
        let Ok(trace) = self.retrace(&history.schedule)? else {
            return Ok(None);
        };
        if !self.is_busy(&trace.history)? {
            return Ok(None);
        }
        let words = Words::new(self.runner.problem(), self.scenario, &trace);
        let calls = history::pending(&trace.history);
        let judged = Judged {
            summary: format!(
                "{} asks over and over while it waits",
                words.first_of(&calls)
            ),
            place: words.first_place(&calls),
            ..words.shown(Verdict::BusyWait)
        };
        self.interleaving = Some(Picture::new(&words, self.setting.names).draw(None));
        Ok(Some(judged))
    }
}

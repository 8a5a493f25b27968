//! Waiting: a call that has to wait sleeps meanwhile, and does not ask the same over and over.
//! Of each thread of a scenario the first call is made alone; where the model lets it wait for
//! ever, so does the explorer see how the submission waits.

use super::checking::Checking;
use super::picture::Picture;
use super::words::Words;
use super::{ALLOWANCE, Setting, history};
use crate::check::case::Judged;
use crate::check::runner::Runner;
use crate::error::JudgingError;
use crate::problem::case::Case;
use crate::problem::scenario::Scenario;
use crate::report::interleaving::Interleaving;
use crate::run::session::{Replied, Session};
use crate::verdict::Verdict;
use crate::wire::{Effort, Ending, History, Linearity, Query, Reply};

/// How many executions are looked at: nobody else is there.
const MOST_EXECUTIONS: u64 = 1_000;

/// How a scenario's first calls wait, if one of them does not sleep.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(
    runner: &mut Runner<'_>,
    setting: Setting<'_>,
    scenario: &Scenario,
) -> Result<Option<(Judged, Option<Interleaving>)>, JudgingError> {
    if runner.problem().model.is_none() {
        return Ok(None);
    }
    let mut seen: Vec<&str> = vec![];
    for thread in 0..scenario.threads.len() {
        let Some(alone) = first_call(scenario, thread) else {
            continue;
        };
        let before: usize = scenario.threads[..thread].iter().sum();
        let text = &scenario.case.lines[scenario.before + before].text;
        if seen.contains(&text.as_str()) {
            continue;
        }
        seen.push(text);
        let mut checking = Checking::new(runner, setting, &alone)?;
        checking.effort = Effort {
            executions: MOST_EXECUTIONS,
            spurious_wakeups: 0,
            weak_failures: 0,
            early_timeouts: 0,
            finds_races: false,
            ..checking.effort
        };
        if let Some(judged) = checking.busy()? {
            return Ok(Some((judged, checking.interleaving)));
        }
    }
    Ok(None)
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
    /// The verdict if the call waits where the model waits, and asks over and over meanwhile.
    fn busy(&mut self) -> Result<Option<Judged>, JudgingError> {
        let mut session = Session::start(self.setting.launcher, ALLOWANCE)?;
        let mut query = Query::Explore {
            scenario: self.asked.clone(),
            effort: self.effort,
        };
        // Whatever else there is to say about these calls was said by the scenario itself.
        loop {
            let histories = match session.ask(query)? {
                Ok(Replied {
                    reply: Reply::Histories { histories, .. },
                    ..
                }) => histories,
                Ok(_) => {
                    session.stop()?;
                    return Ok(None);
                }
                Err(_) => return Ok(None),
            };
            for history in histories {
                if self.is_busy(&history)? {
                    session.stop()?;
                    return self.shown(&history);
                }
            }
            query = Query::Onward;
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

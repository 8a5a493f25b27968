//! A scenario once more on loom, where a load may read older values as far as the orderings
//! allow: a second opinion, once the explorer has found nothing in sequentially consistent
//! memory.
//!
//! It accuses of nothing but what comes of it: answers that no order of the calls explains
//! which keeps to each thread's own, panics, and calls that wait for ever. A budget that is
//! used up, or something that loom lacks or takes for less than it is, is no opinion at all, or
//! a bounded one.

use super::checking::Checking;
use super::picture::Picture;
use super::words::Words;
use super::wrong::Wrong;
use super::{ALLOWANCE, Setting};
use crate::check::case::Judged;
use crate::check::runner::Runner;
use crate::error::JudgingError;
use crate::problem::scenario::Scenario;
use crate::report::interleaving::Interleaving;
use crate::run::session::{Replied, Session};
use crate::wire::{
    Action, History, Moment, Place, Query, Reply, SecondOpinion, Step, Trace, Twist, Unsure,
};
use std::time::Duration;

/// How many threads loom can run, the main one included.
const MOST_THREADS: usize = 5;

/// How much of a scenario is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// The most executions.
    pub executions: u64,
    /// No execution begins after this time on the clock: for machines on which so many take
    /// too long.
    pub time: Duration,
}

/// What loom says of a scenario.
#[derive(Debug)]
pub enum Said {
    /// Nothing is wrong with what it ran.
    Nothing {
        /// How many executions.
        executions: u64,
        /// Whether that is all that it knows of.
        is_exhaustive: bool,
    },
    /// Something is.
    Wrong(Box<Shown>),
    /// It has no opinion, for this reason.
    Absent(String),
}

/// What is wrong.
#[derive(Debug)]
pub struct Shown {
    /// The verdict, and what shows it.
    pub judged: Judged,
    /// What the threads called, in the order in which loom ran them.
    pub interleaving: Interleaving,
    /// After how many executions it was found.
    pub executions: u64,
}

/// Runs a scenario on loom.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(
    runner: &mut Runner<'_>,
    setting: Setting<'_>,
    scenario: &Scenario,
    budget: Budget,
) -> Result<Said, JudgingError> {
    if !fits(scenario) {
        return Ok(Said::Absent("it cannot run more than five threads".into()));
    }
    let mut checking = Checking::new(runner, setting, scenario)?;
    checking.is_timed = false;
    let found = checking.reconsider(budget)?;
    let Found::Wrong(..) = found else {
        return Ok(checking.say(found));
    };
    // A fresh process has to come to the same.
    match checking.reconsider(budget)? {
        again @ Found::Wrong(..) => Ok(checking.say(again)),
        _ => Ok(Said::Absent("the same came to another end".into())),
    }
}

/// Whether loom has threads enough for the scenario's and the main one.
const fn fits(scenario: &Scenario) -> bool {
    scenario.threads.len() < MOST_THREADS
}

/// What came of a run.
enum Found {
    Nothing(SecondOpinion),
    Wrong(Box<(History, Wrong)>, SecondOpinion),
    Absent(String),
}

impl Checking<'_, '_> {
    /// Runs the scenario within the budget.
    fn reconsider(&mut self, budget: Budget) -> Result<Found, JudgingError> {
        let mut session = Session::start(self.setting.launcher, ALLOWANCE)?;
        let mut query = Query::Reconsider {
            scenario: self.asked.clone(),
            executions: budget.executions,
            milliseconds: u64::try_from(budget.time.as_millis()).unwrap_or(u64::MAX),
        };
        let mut wrong = None;
        loop {
            match session.ask(query)? {
                Ok(Replied {
                    reply: Reply::Histories { histories, .. },
                    ..
                }) => {
                    if wrong.is_none() {
                        wrong = self.first_wrong(histories)?;
                    }
                    if self.runner.stopped().is_some() {
                        session.stop()?;
                        return Ok(Found::Absent("the time for it was over".into()));
                    }
                    query = Query::Onward;
                }
                Ok(Replied {
                    reply: Reply::Reconsidered(opinion),
                    ..
                }) => {
                    let closed = session.close()?;
                    return Ok(if closed.orderly {
                        found(wrong, opinion)
                    } else {
                        self.gone(&closed.lost)
                    });
                }
                Ok(_) => return Ok(self.gone(&session.refuse()?)),
                Err(lost) => return Ok(self.gone(&lost)),
            }
        }
    }

    /// The process was lost, for whatever reason: the explorer has seen the same program.
    fn gone(&self, lost: &crate::run::session::Lost) -> Found {
        Found::Absent(format!("its process was lost: {}", self.lost(lost).summary))
    }

    /// What was found, in words.
    fn say(&self, found: Found) -> Said {
        match found {
            Found::Absent(why) => Said::Absent(why),
            Found::Nothing(opinion) => Said::Nothing {
                executions: opinion.executions,
                is_exhaustive: opinion.is_exhaustive,
            },
            Found::Wrong(found, opinion) => {
                let (history, wrong) = *found;
                let trace = self.trace(history);
                let words = Words::new(self.runner.problem(), self.scenario, &trace);
                let mut judged = words.of(&wrong, self.setting.program);
                let picture = Picture::new(&words, self.setting.names).draw(Some(&wrong));
                judged.details.push(
                    "found by loom, where a load may read an older value if its ordering lets \
                     it; in sequentially consistent memory nothing was found"
                        .into(),
                );
                Said::Wrong(Box::new(Shown {
                    judged,
                    interleaving: picture,
                    executions: opinion.executions,
                }))
            }
        }
    }

    /// The calls alone: between them nobody looked.
    fn trace(&self, history: History) -> Trace {
        let steps = history.moments.iter().map(|moment| {
            let (call, action) = match moment {
                Moment::Called(call) => (*call, Action::Called(*call)),
                Moment::Returned(call, _) => (*call, Action::Returned(*call)),
            };
            let thread = self.scenario.thread_of(usize::from(call));
            Step {
                thread: u8::try_from(thread).unwrap_or(u8::MAX),
                action,
                object: 0,
                twist: Twist::None,
                place: Place {
                    file: String::new(),
                    line: 0,
                    column: 0,
                },
                preempts: false,
            }
        });
        Trace {
            steps: steps.collect(),
            history,
        }
    }
}

/// Whether what is wrong counts.
fn found(wrong: Option<(History, Wrong)>, opinion: SecondOpinion) -> Found {
    match (&opinion.unsure, wrong) {
        (Some(Unsure::Unsupported(what)), _) => Found::Absent(format!("it cannot run {what}")),
        // The explorer's clock has seen every such access, and counts as well what counts of
        // references order.
        (Some(Unsure::Unordered(what)), _) => Found::Absent(format!(
            "it misses an order that the explorer's clock has: {}",
            words(what)
        )),
        (Some(Unsure::Broken(what)), _) => {
            Found::Absent(format!("it could not go on: {}", words(what)))
        }
        (None, None) => Found::Nothing(opinion),
        (None, Some((_, wrong))) if opinion.saw_seq_cst && accuses(&wrong) => Found::Absent(
            "it takes SeqCst for less than it is, and then shows what cannot happen".into(),
        ),
        (None, Some((history, wrong))) if accuses(&wrong) => {
            Found::Wrong(Box::new((history, wrong)), opinion)
        }
        (None, Some((_, Wrong::Unknown(why) | Wrong::Author(why)))) => Found::Absent(why),
        (None, Some(_)) => Found::Absent("what its process sent is no history".into()),
    }
}

/// Whether it is an outcome, and nobody's but the submission's.
const fn accuses(wrong: &Wrong) -> bool {
    match wrong {
        Wrong::Answer { .. }
        | Wrong::Unexplained(_)
        | Wrong::Stuck(_)
        | Wrong::DropStuck
        | Wrong::DropPanicked(_) => true,
        // No call has its turn on loom.
        Wrong::Late(_)
        | Wrong::Early(_)
        | Wrong::Unknown(_)
        | Wrong::Raced(_)
        | Wrong::Author(_)
        | Wrong::Forged(_) => false,
    }
}

/// Loom's words on one line.
fn words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::case::Case;

    fn wrong() -> Option<(History, Wrong)> {
        let history = History {
            moments: vec![],
            is_timed: false,
            ending: crate::wire::Ending::Complete,
            schedule: String::new(),
        };
        Some((history, Wrong::Stuck(vec![1])))
    }

    fn opinion(saw_seq_cst: bool, unsure: Option<Unsure>) -> SecondOpinion {
        SecondOpinion {
            saw_seq_cst,
            unsure,
            ..SecondOpinion::default()
        }
    }

    fn absent(found: Found) -> String {
        match found {
            Found::Absent(why) => why,
            Found::Nothing(_) | Found::Wrong(..) => panic!("it has an opinion"),
        }
    }

    #[test]
    fn an_outcome_that_is_wrong_accuses_unless_loom_may_have_made_it_up() {
        let accuses = found(wrong(), opinion(false, None));
        assert!(matches!(accuses, Found::Wrong(..)));
        let why = absent(found(wrong(), opinion(true, None)));
        assert!(why.contains("SeqCst"), "{why}");
        let nothing = found(None, opinion(true, None));
        assert!(matches!(nothing, Found::Nothing(_)));
    }

    #[test]
    fn what_loom_lacks_or_misses_is_no_opinion_whatever_it_found_before() {
        let why = |unsure| absent(found(wrong(), opinion(false, Some(unsure))));
        insta::assert_snapshot!(
            [
                why(Unsure::Unsupported("a channel without room".into())),
                why(Unsure::Unordered("Causality violation\n  read: thread #1".into())),
                why(Unsure::Broken("[loom internal bug]".into())),
            ]
            .join("\n"),
            @r"
        it cannot run a channel without room
        it misses an order that the explorer's clock has: Causality violation read: thread #1
        it could not go on: [loom internal bug]
        "
        );
    }

    #[test]
    fn the_main_thread_counts_among_the_five() {
        let scenario = |threads: usize| Scenario {
            case: Case {
                name: "all at once".into(),
                sample: false,
                instance: 0,
                lines: vec![],
            },
            before: 1,
            threads: vec![1; threads],
            spurious: 1,
            executions: None,
            turns: None,
            places: None,
        };
        assert!(fits(&scenario(4)));
        assert!(!fits(&scenario(5)));
    }
}

//! Random cases: sequences of calls drawn from the contract and the domains, compared with
//! the model, and the smallest one that fails.

mod clock;
mod composer;
pub mod domain;
pub(super) mod draft;
mod failure;
mod golden;
mod lifetimes;
mod oracle;
mod reduce;
pub(super) mod sequence;
mod shrink;
pub(super) mod simplify;
mod trial;

pub use failure::Failure;
pub use golden::{Golden, Shelf};
pub use reduce::{Smaller, reduce, reduce_while};

use super::case::Trace;
use super::runner::{Runner, Stopped, is_limit, was_killed};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::domain::Random;
use crate::wire::Answer;
use composer::Composer;
use failure::blamed;
use golden::Draft;
use oracle::Oracle;
use reduce::explain;
use std::rc::Rc;
use std::time::{Duration, Instant};
use trial::{Composition, Seen, Trials};

/// The check's name, and that of what it finds.
pub const NAME: &str = "random";

/// The time after which no further sequence is begun.
const LONGEST: Duration = Duration::from_secs(60);

/// What came of the check.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many sequences were right.
    pub right: u32,
    /// Time on the clock for those, and for making the failing one smaller.
    pub wall: Duration,
    /// Time on the clock for making the failing one smaller.
    pub shrinking: Duration,
    /// The one that was not.
    pub failure: Option<Failure>,
}

/// The seed of a version of a problem: the same for everybody, and short enough to type.
pub fn seed_of(problem: &Problem) -> u64 {
    let digits = problem.version.get(..5).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or(0)
}

/// Runs the sequences that the seed gives, up to the first that fails.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn check(runner: &mut Runner<'_>, random: Random, seed: u64) -> Result<Outcome, JudgingError> {
    let begun = Instant::now();
    let problem = runner.problem();
    // Whoever asks for another seed may want to keep it to themselves.
    let shelf = runner.shelf().filter(|_| seed == seed_of(problem)).cloned();
    let kept = shelf.as_ref().and_then(|shelf| shelf.find(problem, random));
    let draft = shelf.filter(|_| kept.is_none());
    let mut series = Series {
        composer: Composer::new(problem, random, seed),
        trials: Trials {
            runner,
            problem,
            instance: 0,
            oracle: Oracle::Model,
        },
        golden: kept.map(Rc::new),
        draft: draft.map(|shelf| shelf.draft(problem, random)),
    };
    let mut outcome = Outcome {
        right: 0,
        wall: Duration::ZERO,
        shrinking: Duration::ZERO,
        failure: None,
    };
    while outcome.right < random.sequences {
        let stopped = series.trials.runner.stopped() == Some(Stopped::Time);
        if begun.elapsed() > LONGEST || stopped {
            break;
        }
        match series.run(outcome.right)? {
            Ran::Right => outcome.right += 1,
            Ran::Failed(failure, shrinking) => {
                outcome.shrinking = shrinking;
                outcome.failure = Some(*failure);
                break;
            }
            // From the beginning: those before were other sequences as well.
            Ran::Stale => outcome.right = 0,
        }
    }
    if outcome.right == random.sequences
        && let Some(draft) = series.draft
    {
        draft.keep();
    }
    outcome.wall = begun.elapsed();
    Ok(outcome)
}

/// The sequences of a seed, one after the other.
struct Series<'r, 'a> {
    composer: Composer<'a>,
    trials: Trials<'r, 'a>,
    golden: Option<Rc<Golden>>,
    draft: Option<Draft>,
}

/// What came of one sequence.
enum Ran {
    Right,
    /// With the time it took to make it smaller.
    Failed(Box<Failure>, Duration),
    /// What is kept does not belong to the sequences of this judge.
    Stale,
}

impl Series<'_, '_> {
    fn run(&mut self, number: u32) -> Result<Ran, JudgingError> {
        let mut seen = None;
        if let Some(golden) = self.golden.as_ref().filter(|it| it.of(number).is_some()) {
            seen = self.trials.runner.golden(golden, number)?;
            if seen.is_none() {
                return Ok(Ran::Right);
            }
        }
        let composition = self.composer.compose(number, &mut self.trials)?;
        if let Some(golden) = self.golden.take_if(|golden| {
            seen.is_some() && !golden.is_of(number, &composition, self.trials.instance)
        }) {
            golden.forget();
            self.trials.runner.renew()?;
            return Ok(Ran::Stale);
        }
        Ok(match one(&mut self.trials, &composition, seen)? {
            Ok(answers) => {
                if let Some(draft) = &mut self.draft {
                    draft.push(&composition, answers, self.trials.instance);
                }
                Ran::Right
            }
            Err((failure, shrinking)) => Ran::Failed(Box::new(failure), shrinking),
        })
    }
}

/// Runs one sequence, unless it was run already: the answers if it is right, else what fails
/// with the time it took to make it smaller.
fn one(
    trials: &mut Trials<'_, '_>,
    composition: &Composition,
    seen: Option<Trace>,
) -> Result<Result<Vec<Answer>, (Failure, Duration)>, JudgingError> {
    if composition.calls.is_empty() || composition.fault().is_some() {
        let failure = blamed(trials.problem, composition);
        return Ok(Err((failure, Duration::ZERO)));
    }
    let prepared = Rc::new(composition.prepared(trials.instance));
    let seen = match seen {
        Some(trace) => trials.look_at(composition, &prepared, trace)?,
        None => trials.run(composition, &prepared)?,
    };
    let first = match seen {
        Seen::Right(answers) => {
            trials.runner.remember(prepared);
            return Ok(Ok(answers));
        }
        Seen::Wrong(first) => *first,
    };
    let begun = Instant::now();
    Ok(match explain(trials, composition, &first)? {
        Some(failure) => Err((failure, begun.elapsed())),
        // It did not need that much by itself: what was used up before it weighed in.
        None if is_limit(first.judged.verdict) || was_killed(first.trace.lost.as_ref()) => {
            Ok(vec![])
        }
        None => {
            let failure = Failure {
                judged: trials.beside_others(composition, first.judged)?,
                from: None,
                case: first.case,
                never: None,
            };
            Err((failure, begun.elapsed()))
        }
    })
}

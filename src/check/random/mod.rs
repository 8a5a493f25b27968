//! Random cases: sequences of calls drawn from the contract and the domains, compared with
//! the model, and the smallest one that fails.

mod clock;
mod domain;
pub(super) mod draft;
mod failure;
mod lifetimes;
mod oracle;
mod reduce;
pub(super) mod sequence;
mod shrink;
pub(super) mod simplify;
mod trial;

pub use failure::Failure;
pub use reduce::{Smaller, reduce, reduce_while};

use super::runner::{Runner, Stopped, is_limit, was_killed};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::domain::Random;
use draft::Drafter;
use failure::blamed;
use oracle::Oracle;
use reduce::explain;
use sequence::Sequence;
use std::rc::Rc;
use std::time::{Duration, Instant};
use trial::{Composition, Trials};

/// The check's name, and that of what it finds.
pub const NAME: &str = "random";

/// How many sequences the model composes at once.
const TOGETHER: u32 = 64;

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
    let drafter = Drafter::new(problem);
    // The call that makes the subject comes on top.
    let first = problem.instances[0].under_test().is_some();
    let most = random.operations.saturating_add(u32::from(first));
    let length = drafter.length(random.operations);
    let mut trials = Trials {
        runner,
        problem,
        instance: 0,
        oracle: Oracle::Model,
    };
    let mut outcome = Outcome {
        right: 0,
        wall: Duration::ZERO,
        shrinking: Duration::ZERO,
        failure: None,
    };
    'all: for batch in (0..random.sequences).step_by(TOGETHER as usize) {
        let batch = batch..random.sequences.min(batch.saturating_add(TOGETHER));
        let sequences: Vec<Sequence> = batch
            .map(|number| {
                let mut rng = fastrand::Rng::with_seed(seed << 32 ^ u64::from(number));
                drafter.draw(length, &mut rng)
            })
            .collect();
        for composition in trials.compose(&sequences, most)? {
            if begun.elapsed() > LONGEST || trials.runner.stopped() == Some(Stopped::Time) {
                break 'all;
            }
            if let Some(failure) = one(&mut trials, &composition)? {
                outcome.shrinking = failure.1;
                outcome.failure = Some(failure.0);
                break 'all;
            }
            outcome.right += 1;
        }
    }
    outcome.wall = begun.elapsed();
    Ok(outcome)
}

/// Runs one sequence; a failure also with the time it took to make it smaller.
fn one(
    trials: &mut Trials<'_, '_>,
    composition: &Composition,
) -> Result<Option<(Failure, Duration)>, JudgingError> {
    if composition.calls.is_empty() || composition.fault().is_some() {
        return Ok(Some((blamed(trials.problem, composition), Duration::ZERO)));
    }
    let prepared = Rc::new(composition.prepared(trials.instance));
    let Some(first) = trials.run(composition, &prepared)? else {
        trials.runner.remember(prepared);
        return Ok(None);
    };
    let begun = Instant::now();
    Ok(match explain(trials, composition, &first)? {
        Some(failure) => Some((failure, begun.elapsed())),
        // It did not need that much by itself: what was used up before it weighed in.
        None if is_limit(first.judged.verdict) || was_killed(first.trace.lost.as_ref()) => None,
        None => {
            let failure = Failure {
                judged: trials.beside_others(composition, first.judged)?,
                from: None,
                case: first.case,
                never: None,
            };
            Some((failure, begun.elapsed()))
        }
    })
}

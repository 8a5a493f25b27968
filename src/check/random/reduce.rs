//! Making what fails smaller: a sequence by chance, or a case of the package, so that what is
//! hidden stays hidden.

use super::failure::{Failure, failure};
use super::oracle::Ground;
use super::sequence::{Given, Sequence};
use super::shrink::{Bounds, Trial, shrink};
use super::trial::{Composition, Kind, Seen, Trials, Tried};
use crate::check::case::Judged;
use crate::check::runner::{Prepared, Runner, is_limit};
use crate::check::timed::ran_out_of_time;
use crate::error::JudgingError;
use crate::problem::case::Case;
use crate::verdict::{Reason, Verdict};
use std::time::Duration;

/// How much is tried to make a sequence smaller.
const TRIES: u32 = 4_000;
const TIME: Duration = Duration::from_secs(8);
/// The same for a failure that has to wait for a limit each time.
const LIMIT_TIME: Duration = Duration::from_secs(4);

/// How often a failure is looked for in fresh processes before it is believed that it needs
/// more than its own calls.
const CONFIRMATIONS: u32 = 3;

/// What part of its allowance a submission may use while a sequence is made smaller.
const HURRY: u64 = 10;

/// How much is tried with a case that is made several times for each try.
const FEW_TRIES: u32 = 400;

/// Makes a failing case of the package smaller, so that what is hidden stays hidden; `None`
/// if nobody could tell what should come of fewer calls.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn reduce(
    runner: &mut Runner<'_>,
    case: &Case,
    found: &Judged,
) -> Result<Option<Failure>, JudgingError> {
    let problem = runner.problem();
    let judging_error = found.verdict == Verdict::JudgingError;
    let leaks = found.reason == Some(Reason::LeaksBetweenInstances);
    let ground = Ground::of_case(problem, case, runner.reference().is_some());
    let Some(ground) = ground.filter(|_| !judging_error && !leaks) else {
        return Ok(None);
    };
    let counts = found.reason.is_some_and(Reason::counts_values);
    let instance = problem.counted.filter(|_| counts);
    let mut trials = Trials {
        runner,
        problem: &ground.problem,
        instance: instance.unwrap_or(ground.instance),
        oracle: ground.oracle,
    };
    let Some(composition) = trials.whole(&ground.sequence)? else {
        return Ok(None);
    };
    let kind = (found.verdict, found.reason);
    for _ in 0..CONFIRMATIONS {
        let tried = trials.run_alone(&composition)?;
        if tried.kind() == kind {
            let from = composition.calls.len();
            let mut failure = smallest(&mut trials, composition, tried, from)?;
            failure.case.instance = case.instance;
            return Ok(Some(failure));
        }
    }
    Ok(None)
}

/// The least calls of a case that something is still true of.
#[derive(Clone, Debug)]
pub struct Smaller {
    /// The case that makes them.
    pub case: Case,
    /// The same on the wire.
    pub prepared: Prepared,
}

/// Makes a case of the package smaller as long as `holds` of its calls; `None` if nobody can
/// tell which calls could be made without the others.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn reduce_while(
    runner: &mut Runner<'_>,
    case: &Case,
    holds: &mut dyn FnMut(&Prepared) -> Result<bool, JudgingError>,
) -> Result<Option<Smaller>, JudgingError> {
    let problem = runner.problem();
    let Some(ground) = Ground::of_case(problem, case, runner.reference().is_some()) else {
        return Ok(None);
    };
    let mut trials = Trials {
        runner,
        problem: &ground.problem,
        instance: ground.instance,
        oracle: ground.oracle,
    };
    let Some(whole) = trials.whole(&ground.sequence)? else {
        return Ok(None);
    };
    let left = trials.runner.time_left();
    let mut trial = While {
        trials: &mut trials,
        holds,
    };
    let bounds = Bounds {
        tries: FEW_TRIES,
        time: left.map_or(TIME, |left| left.min(TIME)),
    };
    let least = shrink(&ground.problem, whole.sequence, &mut trial, bounds)?;
    let Some(least) = trials.whole(&least)? else {
        return Ok(None);
    };
    let mut smaller = least.sequence.to_case(&ground.problem, &case.name);
    smaller.instance = case.instance;
    Ok(Some(Smaller {
        case: smaller,
        prepared: least.prepared(ground.instance),
    }))
}

/// Confirms a failure in a fresh process and makes it smaller; `None` if alone it is right.
pub(super) fn explain(
    trials: &mut Trials<'_, '_>,
    composition: &Composition,
    first: &Tried,
) -> Result<Option<Failure>, JudgingError> {
    let from = composition.calls.len();
    for _ in 0..CONFIRMATIONS {
        let tried = if ran_out_of_time(&first.trace) {
            trials.run_timed(composition)?
        } else {
            trials.run_alone(composition)?
        };
        match tried.judged.verdict {
            Verdict::Accepted if is_limit(first.judged.verdict) => break,
            Verdict::Accepted => {}
            Verdict::Inconclusive => return Ok(Some(failure(trials.problem, tried, from))),
            _ => return smallest(trials, composition.clone(), tried, from).map(Some),
        }
    }
    Ok(None)
}

/// The smallest sequence that fails like this one, which was seen to fail alone.
fn smallest(
    trials: &mut Trials<'_, '_>,
    mut composition: Composition,
    alone: Tried,
    from: usize,
) -> Result<Failure, JudgingError> {
    let kind = alone.kind();
    composition.cut(alone.judged.transcript.len());
    let failing = composition.sequence;
    let problem = trials.problem;
    // Whatever earlier sequences left behind shall not decide.
    trials.runner.renew()?;
    trials.runner.hurry(HURRY);
    let bounds = bounds(kind.0, trials.runner.time_left());
    let mut trial = SameKind { trials, kind };
    let least = shrink(problem, failing, &mut trial, bounds)?;
    trials.runner.hurry(1);
    trials.runner.renew()?;
    let most = u32::try_from(least.steps.len()).unwrap_or(u32::MAX);
    let compositions = trials.compose(&[least], most)?;
    for composition in compositions.iter().cycle().take(CONFIRMATIONS as usize) {
        let tried = if ran_out_of_time(&alone.trace) {
            trials.run_timed(composition)?
        } else {
            trials.run_alone(composition)?
        };
        if tried.kind() == kind {
            return Ok(failure(problem, tried, from));
        }
        // To wait for a limit again and again takes too long.
        if ran_out_of_time(&alone.trace) {
            break;
        }
    }
    Ok(failure(problem, alone, from))
}

/// Whether functions of model.rs can still make all arguments of the sequence.
fn can_make(trials: &mut Trials<'_, '_>, sequence: &Sequence) -> Result<bool, JudgingError> {
    for given in sequence.steps.iter().flat_map(|step| &step.arguments) {
        if let Given::Fixed(argument) = given
            && !trials.runner.can_make(argument)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Something has to be true of the calls of a sequence, all of them.
struct While<'t, 'r, 'a> {
    trials: &'t mut Trials<'r, 'a>,
    holds: &'t mut dyn FnMut(&Prepared) -> Result<bool, JudgingError>,
}

impl Trial for While<'_, '_, '_> {
    fn fails(&mut self, sequence: &Sequence) -> Result<Option<Sequence>, JudgingError> {
        if !can_make(self.trials, sequence)? {
            return Ok(None);
        }
        let Some(composition) = self.trials.whole(sequence)? else {
            return Ok(None);
        };
        let prepared = composition.prepared(self.trials.instance);
        Ok((self.holds)(&prepared)?.then_some(composition.sequence))
    }
}

/// How much is tried to make a sequence smaller, if there is that much time left.
fn bounds(verdict: Verdict, left: Option<Duration>) -> Bounds {
    let time = if is_limit(verdict) || verdict == Verdict::Deadlock {
        LIMIT_TIME
    } else {
        TIME
    };
    Bounds {
        tries: TRIES,
        time: left.map_or(time, |left| left.min(time)),
    }
}

/// A sequence has to fail by the same verdict for the same reason.
struct SameKind<'t, 'r, 'a> {
    trials: &'t mut Trials<'r, 'a>,
    kind: Kind,
}

impl Trial for SameKind<'_, '_, '_> {
    fn fails(&mut self, sequence: &Sequence) -> Result<Option<Sequence>, JudgingError> {
        if !can_make(self.trials, sequence)? {
            return Ok(None);
        }
        let most = u32::try_from(sequence.steps.len()).unwrap_or(u32::MAX);
        let compositions = self.trials.compose(std::slice::from_ref(sequence), most)?;
        let Some(mut composition) = compositions.into_iter().next() else {
            return Ok(None);
        };
        if composition.calls.is_empty() || composition.fault().is_some() {
            return Ok(None);
        }
        let prepared = composition.prepared(self.trials.instance);
        let Seen::Wrong(tried) = self.trials.run(&composition, &prepared)? else {
            return Ok(None);
        };
        if tried.kind() != self.kind {
            return Ok(None);
        }
        // Of a lost process nobody knows how far it came.
        if tried.trace.lost.is_none() {
            composition.cut(tried.judged.transcript.len());
        }
        Ok(Some(composition.sequence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_made_smaller_once_the_time_is_over() {
        let time = |verdict, left| bounds(verdict, left).time;
        let (short, long) = (Duration::ZERO, Duration::from_secs(60));
        assert_eq!(time(Verdict::WrongAnswer, None), TIME);
        assert_eq!(time(Verdict::WrongAnswer, Some(long)), TIME);
        assert_eq!(time(Verdict::Deadlock, Some(long)), LIMIT_TIME);
        assert_eq!(time(Verdict::WrongAnswer, Some(short)), short);
        assert_eq!(time(Verdict::Deadlock, Some(short)), short);
    }
}

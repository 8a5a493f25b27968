//! Random cases: sequences of calls drawn from the contract and the domains, compared with
//! the model, and the smallest one that fails.

mod clock;
mod composer;
mod domain;
mod draft;
mod golden;
mod lifetimes;
mod sequence;
mod shrink;
mod simplify;
mod trial;

use super::case::{Judged, Trace};
use super::runner::{Runner, Stopped, is_limit};
use super::timed::ran_out_of_time;
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::case::{Case, Expected, Pattern};
use crate::problem::domain::Random;
use crate::report::document::Step;
use crate::run::codec::Codec;
use crate::value::{Fields, Value};
use crate::verdict::{Reason, Verdict};
use crate::wire::{Answer, Opinion};
use composer::Composer;
use golden::Draft;
pub use golden::{Golden, Shelf};
use sequence::Sequence;
use shrink::{Bounds, Trial, shrink};
use std::rc::Rc;
use std::time::{Duration, Instant};
use trial::{Composition, Kind, Trials, Tried};

/// The check's name, and that of what it finds.
pub const NAME: &str = "random";

/// The time after which no further sequence is begun.
const LONGEST: Duration = Duration::from_secs(60);

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

/// A failure with its smallest sequence.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The verdict, on the smallest sequence.
    pub judged: Judged,
    /// How many calls it had when it was found, if it was made smaller.
    pub from: Option<usize>,
    /// The calls with the answers that are wanted, where only one is right.
    pub case: Case,
    /// The last answer, if it is not legal although the model names no other.
    pub never: Option<Value>,
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
        if let Some(draft) = &mut self.draft {
            draft.push(&composition, self.trials.instance);
        }
        Ok(match one(&mut self.trials, &composition, seen)? {
            None => Ran::Right,
            Some((failure, shrinking)) => Ran::Failed(Box::new(failure), shrinking),
        })
    }
}

/// Runs one sequence, unless it was run already; a failure also with the time it took to
/// make it smaller.
fn one(
    trials: &mut Trials<'_, '_>,
    composition: &Composition,
    seen: Option<Trace>,
) -> Result<Option<(Failure, Duration)>, JudgingError> {
    if composition.calls.is_empty() || composition.fault().is_some() {
        return Ok(Some((blamed(trials.problem, composition), Duration::ZERO)));
    }
    let prepared = Rc::new(composition.prepared(trials.instance));
    let tried = match seen {
        Some(trace) => trials.look_at(composition, &prepared, trace)?,
        None => trials.run(composition, &prepared)?,
    };
    let Some(first) = tried else {
        trials.runner.remember(prepared);
        return Ok(None);
    };
    let begun = Instant::now();
    Ok(match explain(trials, composition, &first)? {
        Some(failure) => Some((failure, begun.elapsed())),
        // It did not need that much by itself: what was used up before it weighed in.
        None if is_limit(first.judged.verdict) => None,
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
    let sequence = Sequence::of_case(case).filter(|_| problem.model.is_some());
    let Some(sequence) = sequence.filter(|_| !judging_error && !leaks) else {
        return Ok(None);
    };
    let counts = found.reason.is_some_and(Reason::counts_values);
    let instance = problem.counted.filter(|_| counts).unwrap_or(0);
    let mut trials = Trials {
        runner,
        problem,
        instance,
    };
    let most = u32::try_from(sequence.steps.len()).unwrap_or(u32::MAX);
    let compositions = trials.compose(&[sequence], most)?;
    let Some(composition) = compositions.into_iter().next() else {
        return Ok(None);
    };
    if composition.calls.len() < case.lines.len() || composition.fault().is_some() {
        return Ok(None);
    }
    let kind = (found.verdict, found.reason);
    for _ in 0..CONFIRMATIONS {
        let tried = trials.run_alone(&composition)?;
        if tried.kind() == kind {
            let from = composition.calls.len();
            return smallest(&mut trials, composition, tried, from).map(Some);
        }
    }
    Ok(None)
}

/// Confirms a failure in a fresh process and makes it smaller; `None` if alone it is right.
fn explain(
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
        for given in sequence.steps.iter().flat_map(|step| &step.arguments) {
            if let sequence::Given::Fixed(argument) = given
                && !self.trials.runner.can_make(argument)?
            {
                return Ok(None);
            }
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
        let Some(tried) = self.trials.run(&composition, &prepared)? else {
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

fn failure(problem: &Problem, tried: Tried, from: usize) -> Failure {
    let mut case = tried.case;
    let codec = Codec::new(&problem.contract);
    let mut never = None;
    let shown = tried.judged.transcript.len();
    case.lines.truncate(shown);
    for (index, line) in case.lines.iter_mut().enumerate() {
        let opinion = tried.opinions.get(index).and_then(Option::as_ref);
        let crate::problem::case::Action::Call(call) = &line.action else {
            continue;
        };
        let crate::problem::case::OperationRef::Numbered(number) = call.operation else {
            continue;
        };
        let outcome = problem.instances[0].operations[usize::from(number)].outcome();
        match (opinion, tried.trace.answers.get(index)) {
            (Some(Opinion::Expected(bytes)), _) => {
                let value = codec.decode_all(bytes, &outcome);
                line.expected = value.ok().map(|value| Expected::Answer(pattern(&value)));
            }
            (Some(Opinion::Panics), _) => line.expected = Some(Expected::Panics),
            (Some(Opinion::Illegal(_)), Some(Answer::Returned(bytes))) if index + 1 == shown => {
                never = codec.decode_all(bytes, &outcome).ok();
            }
            _ => {}
        }
    }
    Failure {
        judged: tried.judged,
        from: Some(from),
        case,
        never,
    }
}

/// The value, with places left open for its handles.
fn pattern(value: &Value) -> Pattern {
    fn has_handle(value: &Value) -> bool {
        match value {
            Value::Handle(_) => true,
            Value::Tuple(values) | Value::List(values) => values.iter().any(has_handle),
            Value::Variant { fields, .. } => match fields {
                Fields::Unit => false,
                Fields::Tuple(values) => values.iter().any(has_handle),
                Fields::Named(fields) => fields.iter().any(|(_, value)| has_handle(value)),
            },
            _ => false,
        }
    }
    let all = |values: &[Value]| values.iter().map(pattern).collect();
    match value {
        Value::Handle(_) => Pattern::Any,
        value if !has_handle(value) => Pattern::Value(value.clone()),
        Value::Tuple(values) => Pattern::Tuple(all(values)),
        Value::List(values) => Pattern::List(all(values)),
        Value::Variant { name, fields } => Pattern::Variant(
            name.clone(),
            match fields {
                Fields::Unit => vec![],
                Fields::Tuple(values) => all(values),
                Fields::Named(fields) => fields.iter().map(|(_, value)| pattern(value)).collect(),
            },
        ),
        other => Pattern::Value(other.clone()),
    }
}

/// The author's fault: the model cannot go along.
fn blamed(problem: &Problem, composition: &Composition) -> Failure {
    let case = composition.sequence.to_case(problem, NAME);
    let why = composition.fault().map_or_else(
        || "no sequence of calls can be made from the domains".to_owned(),
        super::case::blame,
    );
    let outcome = |why: Option<String>| match why {
        Some(why) => crate::report::document::Outcome::NoReturn { why },
        None => crate::report::document::Outcome::Right {
            answer: String::new(),
        },
    };
    let last = case.lines.len().saturating_sub(1);
    Failure {
        judged: Judged {
            verdict: Verdict::JudgingError,
            reason: None,
            summary: why.clone(),
            details: vec![],
            place: None,
            transcript: case
                .lines
                .iter()
                .enumerate()
                .map(|(index, line)| Step {
                    call: line.text.clone(),
                    outcome: outcome((index == last).then(|| why.clone())),
                })
                .collect(),
        },
        from: None,
        case,
        never: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_made_smaller_once_the_time_is_over() {
        let long = Some(Duration::from_secs(60));
        assert_eq!(bounds(Verdict::WrongAnswer, None).time, TIME);
        assert_eq!(bounds(Verdict::WrongAnswer, long).time, TIME);
        assert_eq!(bounds(Verdict::Deadlock, long).time, LIMIT_TIME);
        let short = Some(Duration::from_millis(5));
        assert_eq!(
            bounds(Verdict::WrongAnswer, short).time,
            Duration::from_millis(5)
        );
        assert_eq!(
            bounds(Verdict::Deadlock, Some(Duration::ZERO)).time,
            Duration::ZERO
        );
    }
}

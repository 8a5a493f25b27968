//! What is told of a sequence that fails: its calls with the answers that are wanted.

use super::trial::{Composition, Tried};
use crate::check::case::{Judged, blame};
use crate::problem::Problem;
use crate::problem::case::{Action, Case, Expected, OperationRef, Pattern};
use crate::report::document::{Outcome, Step};
use crate::run::codec::Codec;
use crate::value::Value;
use crate::verdict::Verdict;
use crate::wire::{Answer, Opinion};

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

/// What is told of a sequence that was tried last and had `from` calls when it was found.
pub fn failure(problem: &Problem, tried: Tried, from: usize) -> Failure {
    let mut case = tried.case;
    let codec = Codec::new(&problem.contract);
    let mut never = None;
    let shown = tried.judged.transcript.len();
    case.lines.truncate(shown);
    for (index, line) in case.lines.iter_mut().enumerate() {
        let opinion = tried.opinions.get(index).and_then(Option::as_ref);
        let Action::Call(call) = &line.action else {
            continue;
        };
        let OperationRef::Numbered(number) = call.operation else {
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
            Value::Variant { fields, .. } => fields.values().into_iter().any(has_handle),
            _ => false,
        }
    }
    let all = |values: &[Value]| values.iter().map(pattern).collect();
    match value {
        Value::Handle(_) => Pattern::Any,
        value if !has_handle(value) => Pattern::Value(value.clone()),
        Value::Tuple(values) => Pattern::Tuple(all(values)),
        Value::List(values) => Pattern::List(all(values)),
        Value::Variant { name, fields } => Pattern::Variant(name.clone(), fields.map(&mut pattern)),
        other => Pattern::Value(other.clone()),
    }
}

/// The author's fault: the model cannot go along.
pub fn blamed(problem: &Problem, composition: &Composition) -> Failure {
    let case = composition.sequence.to_case(problem, super::NAME);
    let why = composition.fault().map_or_else(
        || "no sequence of calls can be made from the domains".to_owned(),
        blame,
    );
    let outcome = |why: Option<String>| match why {
        Some(why) => Outcome::NoReturn { why },
        None => Outcome::Right {
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

//! Judging one case: pure over the answers, the model's opinions and how the process ended.

use super::loss::{self, Loss, counted};
use crate::problem::case::{Action, CallLine, Case, Expected, Line, OperationRef};
use crate::problem::types::{Opaque, Type};
use crate::problem::{Limits, Problem};
use crate::report::document::{Outcome, Place, Step};
use crate::run::codec::Codec;
use crate::run::session::Lost;
use crate::value::Value;
use crate::verdict::{Reason, Verdict};
use crate::wire::{Answer, Finish, Opinion, PanicReport};
use std::collections::HashMap;

/// What a run of a case left to judge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// One answer a line, as far as the run came.
    pub answers: Vec<Answer>,
    /// How dropping everything went; `None` if it did not come to that.
    pub finish: Option<Finish>,
    /// How the process was lost, if it was.
    pub lost: Option<Lost>,
}

/// A case judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The verdict on this case alone.
    pub verdict: Verdict,
    /// Why, where the verdict alone does not say.
    pub reason: Option<Reason>,
    /// In a few words: "put(2, 0) after 3 calls".
    pub summary: String,
    /// More sentences.
    pub details: Vec<String>,
    /// Where in the submission.
    pub place: Option<Place>,
    /// The calls up to the one that went wrong.
    pub transcript: Vec<Step>,
}

/// Judges a case. `opinions` holds the model's opinion of each line, where it has one.
pub fn judge(
    problem: &Problem,
    case: &Case,
    trace: &Trace,
    opinions: &[Option<Opinion>],
) -> Judged {
    let mut judging = Judging {
        problem,
        case,
        names: HashMap::new(),
        transcript: vec![],
    };
    for (index, line) in case.lines.iter().enumerate() {
        let Action::Call(call) = &line.action else {
            continue;
        };
        let seen = match trace.answers.get(index) {
            Some(answer) => judging.answer(line, call, answer, opinions.get(index)),
            None => Err(judging.no_answer(trace.lost.as_ref())),
        };
        match seen {
            Ok(outcome) => judging.transcript.push(Step {
                call: line.text.clone(),
                outcome,
            }),
            Err(wrong) => return judging.wrong(line, *wrong),
        }
    }
    judging.end(trace)
}

struct Judging<'a> {
    problem: &'a Problem,
    case: &'a Case,
    /// Short numbers for handles, by their numbers on the wire.
    names: HashMap<u32, u32>,
    transcript: Vec<Step>,
}

/// Why a line is the last of the transcript.
struct Wrong {
    verdict: Verdict,
    reason: Option<Reason>,
    outcome: Outcome,
    details: Vec<String>,
    place: Option<Place>,
}

impl Wrong {
    fn new(verdict: Verdict, reason: Option<Reason>, outcome: Outcome) -> Box<Self> {
        Box::new(Self {
            verdict,
            reason,
            outcome,
            details: vec![],
            place: None,
        })
    }

    /// The judge, or the author of the problem, made a mistake.
    fn judging_error(what: String) -> Box<Self> {
        let outcome = Outcome::NoReturn { why: what.clone() };
        let mut wrong = Self::new(Verdict::JudgingError, None, outcome);
        wrong.details.push(what);
        wrong
    }
}

impl Judging<'_> {
    fn answer(
        &mut self,
        line: &Line,
        call: &CallLine,
        answer: &Answer,
        opinion: Option<&Option<Opinion>>,
    ) -> Result<Outcome, Box<Wrong>> {
        let opinion = opinion.and_then(Option::as_ref);
        let ty = self.answer_type(call);
        match answer {
            Answer::Returned(bytes) => {
                let codec = Codec::new(&self.problem.contract);
                let value = codec.decode_all(bytes, &ty).map_err(|malformed| {
                    let why = format!("the answer cannot be read: expected {}", malformed.0);
                    Wrong::new(
                        Verdict::Tampered,
                        Some(Reason::Forged),
                        Outcome::NoReturn { why },
                    )
                })?;
                self.value(line, &ty, &value, opinion)?;
                let value = self.named(&value);
                Ok(Outcome::Right {
                    answer: shown(&value, &ty),
                })
            }
            Answer::Panicked(report) => self.panic(line, &ty, report, opinion),
            Answer::Missing => Ok(Outcome::Right {
                answer: "not called: there is no such handle".into(),
            }),
            Answer::Refused(expected) => Err(Wrong::judging_error(format!(
                "the glue does not fit the contract: expected {expected}"
            ))),
        }
    }

    /// Compares an answer with what the case and the model say.
    fn value(
        &mut self,
        line: &Line,
        ty: &Type,
        value: &Value,
        opinion: Option<&Opinion>,
    ) -> Result<(), Box<Wrong>> {
        let got = self.named(value).to_string();
        let wrong = |want: String| {
            Wrong::new(
                Verdict::WrongAnswer,
                None,
                Outcome::Wrong {
                    want,
                    got: got.clone(),
                },
            )
        };
        let pattern = match &line.expected {
            Some(Expected::Answer(pattern)) => Some(pattern),
            Some(Expected::Panics) => return Err(wrong("a panic".into())),
            Some(Expected::Blocks) => return Err(wrong("to wait".into())),
            None => None,
        };
        if let Some(pattern) = pattern
            && !pattern.matches(value)
        {
            return Err(wrong(pattern.to_string()));
        }
        // Where the case writes the whole answer, a model that thinks otherwise is wrong.
        let contradicted = pattern.is_some_and(|pattern| pattern.exact().is_some());
        let disagree = |want: String| {
            if contradicted {
                Wrong::judging_error(format!("the case asks for {got}, and the model for {want}"))
            } else {
                wrong(want)
            }
        };
        match opinion {
            None | Some(Opinion::Legal) => Ok(()),
            Some(Opinion::Expected(bytes)) => {
                let codec = Codec::new(&self.problem.contract);
                let want = codec.decode_all(bytes, ty).map_err(|malformed| {
                    Wrong::judging_error(format!(
                        "the model's answer cannot be read: expected {}",
                        malformed.0
                    ))
                })?;
                if want == *value {
                    Ok(())
                } else {
                    Err(disagree(self.named(&want).to_string()))
                }
            }
            Some(Opinion::Illegal(reason)) => Err(disagree(format!("another answer: {reason}"))),
            Some(Opinion::Blocks) => Err(disagree("to wait".into())),
            Some(Opinion::Panics) => Err(disagree("a panic".into())),
            Some(opinion) => Err(fault(opinion)),
        }
    }

    fn panic(
        &mut self,
        line: &Line,
        ty: &Type,
        report: &PanicReport,
        opinion: Option<&Opinion>,
    ) -> Result<Outcome, Box<Wrong>> {
        let message = report
            .message
            .clone()
            .unwrap_or_else(|| "a payload that is no text".into());
        let adapter = report
            .place
            .as_ref()
            .is_some_and(|(file, ..)| file == ADAPTER);
        let wanted = match (&line.expected, opinion) {
            (Some(Expected::Panics), _) | (None, Some(Opinion::Panics)) => {
                return Ok(Outcome::Right {
                    answer: "panics".into(),
                });
            }
            (Some(Expected::Answer(pattern)), _) => Some(pattern.to_string()),
            (_, Some(Opinion::Expected(bytes))) => Codec::new(&self.problem.contract)
                .decode_all(bytes, ty)
                .ok()
                .map(|want| shown(&self.named(&want), ty)),
            (_, Some(opinion @ (Opinion::Failed(_) | Opinion::Outside))) => {
                return Err(fault(opinion));
            }
            _ => None,
        };
        if adapter {
            return Err(Wrong::judging_error(format!(
                "adapter.rs panicked by itself: {message}"
            )));
        }
        let reason = if not_written(&message) {
            Reason::NotWritten
        } else {
            Reason::Panic
        };
        let mut wrong = Wrong::new(
            Verdict::RunTimeError,
            Some(reason),
            Outcome::Panicked {
                message,
                want: wanted.filter(|want| !want.is_empty()),
            },
        );
        wrong.place = place(report);
        Err(wrong)
    }

    fn no_answer(&self, lost: Option<&Lost>) -> Box<Wrong> {
        let Loss {
            verdict,
            reason,
            why,
        } = lost.map_or_else(
            || Loss {
                verdict: Verdict::Tampered,
                reason: Some(Reason::Forged),
                why: "fewer answers than calls".into(),
            },
            |lost| loss::judge(lost, &self.limits()),
        );
        Wrong::new(verdict, reason, Outcome::NoReturn { why })
    }

    /// The verdict with the line that caused it.
    fn wrong(mut self, line: &Line, wrong: Wrong) -> Judged {
        let before = self.transcript.len();
        let call = &line.text;
        let after = match before {
            0 => String::new(),
            1 => " after 1 call".into(),
            _ => format!(" after {before} calls"),
        };
        let summary = match (wrong.reason, &wrong.outcome) {
            (Some(Reason::NotWritten), _) => {
                let name = call.split('(').next().unwrap_or(call);
                let name = name.rsplit(['.', ' ']).next().unwrap_or(name);
                format!("{name} is not written yet (todo!)")
            }
            (_, Outcome::NoReturn { why }) => format!("{call}: {why}"),
            _ => format!("{call}{after}"),
        };
        self.transcript.push(Step {
            call: call.clone(),
            outcome: wrong.outcome,
        });
        Judged {
            verdict: wrong.verdict,
            reason: wrong.reason,
            summary,
            details: wrong.details,
            place: wrong.place,
            transcript: self.transcript,
        }
    }

    /// The verdict after the last line: what is left is dropping everything.
    fn end(mut self, trace: &Trace) -> Judged {
        let dropped = |outcome| Step {
            call: "drop everything".into(),
            outcome,
        };
        let mut judged = Judged {
            verdict: Verdict::Accepted,
            reason: None,
            summary: String::new(),
            details: vec![],
            place: None,
            transcript: vec![],
        };
        match (&trace.finish, &trace.lost) {
            (Some(Finish::Dropped), None) => {}
            (Some(Finish::Miscounted { made, kept, twice }), None) => {
                let (verdict, reason, what) = miscounted(*made, *kept, *twice);
                judged.verdict = verdict;
                judged.reason = Some(reason);
                judged.summary = format!("{what} when everything was gone");
                judged.details.push(
                    "counted inside of the submission's process, with values that stand for \
                     those of the case"
                        .into(),
                );
                self.transcript.push(dropped(Outcome::Wrong {
                    want: "each value dropped once".into(),
                    got: what,
                }));
            }
            (Some(Finish::Panicked(report)), _) => {
                let message = report.message.clone().unwrap_or_default();
                judged.verdict = Verdict::RunTimeError;
                judged.reason = Some(Reason::DropPanic);
                judged.summary = "dropping what was made panicked".into();
                judged.place = place(report);
                self.transcript.push(dropped(Outcome::Panicked {
                    message,
                    want: None,
                }));
            }
            (_, lost) => {
                let wrong = self.no_answer(lost.as_ref());
                judged.verdict = wrong.verdict;
                judged.reason = wrong.reason;
                if let Outcome::NoReturn { why } = &wrong.outcome {
                    judged.summary = format!("while dropping what was made: {why}");
                }
                self.transcript.push(dropped(wrong.outcome));
            }
        }
        judged.transcript = self.transcript;
        judged
    }

    const fn limits(&self) -> Limits {
        self.problem.limits
    }

    fn answer_type(&self, call: &CallLine) -> Type {
        type_of_call(self.problem, self.case.instance, call)
    }

    /// The value with short numbers for its handles, in the order they appear.
    fn named(&mut self, value: &Value) -> Value {
        match value {
            Value::Handle(number) => {
                let next = u32::try_from(self.names.len()).expect("few handles");
                Value::Handle(*self.names.entry(*number).or_insert(next))
            }
            Value::Variant { name, fields } => Value::Variant {
                name: name.clone(),
                fields: fields.map(&mut |value| self.named(value)),
            },
            Value::Tuple(values) => Value::Tuple(values.iter().map(|v| self.named(v)).collect()),
            Value::List(values) => Value::List(values.iter().map(|v| self.named(v)).collect()),
            other => other.clone(),
        }
    }
}

/// The type of what a line answers, in this instance.
pub(super) fn answer_type(problem: &Problem, instance: usize, line: &Line) -> Type {
    match &line.action {
        Action::Call(call) => type_of_call(problem, instance, call),
        Action::Await => Type::Unit,
    }
}

fn type_of_call(problem: &Problem, instance: usize, call: &CallLine) -> Type {
    match call.operation {
        OperationRef::Numbered(number) => {
            problem.instances[instance].operations[usize::from(number)].outcome()
        }
        OperationRef::Drop | OperationRef::Unwind => Type::Unit,
        OperationRef::Clone => Type::Opaque(Opaque {
            name: "handle".into(),
            lifetimes: 0,
            arguments: vec![],
        }),
    }
}

/// The file name that adapter.rs is compiled under.
pub const ADAPTER: &str = "adapter.rs";

/// What it means that counted values were not dropped once each.
fn miscounted(made: u64, kept: u64, twice: u64) -> (Verdict, Reason, String) {
    if twice > 0 {
        let what = format!(
            "{twice} of {} dropped more than once",
            counted(made, "value")
        );
        (Verdict::RunTimeError, Reason::DroppedTwice, what)
    } else {
        let what = format!("{kept} of {} never dropped", counted(made, "value"));
        (Verdict::MemoryLeak, Reason::NotDropped, what)
    }
}

/// An answer as a transcript shows it: nothing where there is nothing to see.
pub(super) fn shown(value: &Value, ty: &Type) -> String {
    if *ty == Type::Unit || matches!(ty, Type::Opaque(_)) {
        return String::new();
    }
    value.to_string()
}

/// What an opinion means that is none.
fn fault(opinion: &Opinion) -> Box<Wrong> {
    Wrong::judging_error(blame(opinion))
}

/// The fault of the model that an opinion tells of, in words.
pub fn blame(opinion: &Opinion) -> String {
    match opinion {
        Opinion::Failed(report) => {
            let message = report.message.as_deref().unwrap_or("no message");
            match &report.place {
                Some((file, line, _)) => format!("the model panicked at {file}:{line}: {message}"),
                None => format!("the model panicked: {message}"),
            }
        }
        Opinion::Outside => "the case breaks what model.rs requires of its arguments".into(),
        other => format!("the model's glue does not fit the contract: {other:?}"),
    }
}

/// Whether the message is that of `todo!()` or `unimplemented!()`.
pub(super) fn not_written(message: &str) -> bool {
    ["not yet implemented", "not implemented"]
        .iter()
        .any(|start| message.starts_with(start))
}

/// Where it panicked, if that is a place that the candidate could look at.
pub(super) fn place(report: &PanicReport) -> Option<Place> {
    let (file, line, column) = report.place.clone()?;
    // std's own files are no place that the candidate could look at.
    (!file.starts_with('/')).then_some(Place {
        file,
        line,
        column,
        end_column: None,
    })
}

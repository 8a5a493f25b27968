//! Calls of a probe as lines of a transcript.

use crate::problem::Problem;
use crate::problem::case::{Action, CallLine, Line, OperationRef};
use crate::problem::types::{Opaque, Type};
use crate::report::document::{Outcome, Step};
use crate::run::codec::Codec;
use crate::value::{Fields, Value};
use crate::wire::{Call, builtin};
use std::collections::HashMap;

/// Writes calls of a problem's own subject.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    problem: &'a Problem,
}

impl<'a> Lines<'a> {
    pub const fn new(problem: &'a Problem) -> Self {
        Self { problem }
    }

    /// Calls that returned, with the bytes of their answers.
    pub fn steps(&self, made: &[(&Call, &Vec<u8>)]) -> Vec<Step> {
        let answered = made
            .iter()
            .map(|(call, answer)| (*call, Some(answer.as_slice())));
        let names = self.names(answered);
        let step = |(call, answer): &(&Call, &Vec<u8>)| Step {
            call: self.text(call, &names),
            outcome: Outcome::Right {
                answer: self.answer(call, answer, &names),
            },
        };
        made.iter().map(step).collect()
    }

    /// Short numbers for handles, in the order in which answers bring them.
    pub fn names<'b>(
        &self,
        made: impl Iterator<Item = (&'b Call, Option<&'b [u8]>)>,
    ) -> HashMap<u32, u32> {
        let codec = Codec::new(&self.problem.contract);
        let mut names = HashMap::new();
        for (call, answer) in made {
            let value =
                answer.and_then(|bytes| codec.decode_all(bytes, &self.answer_type(call)).ok());
            if let Some(value) = value {
                renamed(&value, &mut |handle| {
                    let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
                    *names.entry(handle).or_insert(next)
                });
            }
        }
        names
    }

    pub fn answer(&self, call: &Call, bytes: &[u8], names: &HashMap<u32, u32>) -> String {
        let ty = self.answer_type(call);
        if ty == Type::Unit || matches!(ty, Type::Opaque(_)) {
            return String::new();
        }
        let value = Codec::new(&self.problem.contract).decode_all(bytes, &ty);
        value.map_or_else(
            |_| "?".into(),
            |value| renamed(&value, &mut |handle| known(names, handle)).to_string(),
        )
    }

    pub fn line(&self, call: &Call, names: &HashMap<u32, u32>) -> Line {
        Line {
            text: self.text(call, names),
            thread: None,
            action: Action::Call(CallLine {
                operation: match call.operation {
                    builtin::DROP => OperationRef::Drop,
                    builtin::UNWIND => OperationRef::Unwind,
                    builtin::CLONE => OperationRef::Clone,
                    number => OperationRef::Numbered(number),
                },
                receiver: None,
                arguments: vec![],
                bound: vec![],
            }),
            expected: None,
        }
    }

    /// The call as it would stand in a case.
    pub fn text(&self, call: &Call, names: &HashMap<u32, u32>) -> String {
        let handle = |number| format!("#{}", known(names, number));
        let receiver = call.receiver.map(handle).unwrap_or_default();
        match call.operation {
            builtin::DROP => return format!("drop({receiver})"),
            builtin::UNWIND => return format!("unwind({receiver})"),
            builtin::CLONE => return format!("clone({receiver})"),
            _ => {}
        }
        let instance = &self.problem.instances[0];
        let operation = &instance.operations[usize::from(call.operation)];
        let types = operation.parameters.iter().map(|each| each.ty.plain());
        let types = Type::Tuple(types.collect());
        let arguments = Codec::new(&self.problem.contract).decode_all(&call.arguments, &types);
        let arguments = match arguments {
            Ok(Value::Tuple(values)) => values,
            _ => vec![],
        };
        let arguments: Vec<String> = arguments
            .iter()
            .map(|value| renamed(value, &mut |handle| known(names, handle)).to_string())
            .collect();
        // The first call on a subject makes it.
        let of_subject = call.receiver.is_none_or(|receiver| receiver < 256);
        let before = if of_subject {
            String::new()
        } else {
            format!("{receiver}.")
        };
        let made_beside = operation.is_constructor() && call.first_handle > 0;
        let binding = if made_beside && instance.on_subject(operation) {
            format!("let #{} = ", known(names, call.first_handle))
        } else {
            String::new()
        };
        format!(
            "{binding}{before}{}({})",
            operation.name,
            arguments.join(", ")
        )
    }

    pub fn answer_type(&self, call: &Call) -> Type {
        match call.operation {
            builtin::DROP | builtin::UNWIND => Type::Unit,
            builtin::CLONE => Type::Opaque(Opaque {
                name: "handle".into(),
                lifetimes: 0,
                arguments: vec![],
            }),
            number => self.problem.instances[0].operations[usize::from(number)].outcome(),
        }
    }
}

/// A handle's short number; its own if the answer that brought it is not shown.
fn known(names: &HashMap<u32, u32>, handle: u32) -> u32 {
    names.get(&handle).copied().unwrap_or(handle)
}

/// The value with other numbers for its handles.
fn renamed(value: &Value, name: &mut impl FnMut(u32) -> u32) -> Value {
    match value {
        Value::Handle(handle) => Value::Handle(name(*handle)),
        Value::Variant {
            name: variant,
            fields,
        } => Value::Variant {
            name: variant.clone(),
            fields: match fields {
                Fields::Unit => Fields::Unit,
                Fields::Tuple(values) => {
                    Fields::Tuple(values.iter().map(|value| renamed(value, name)).collect())
                }
                Fields::Named(values) => Fields::Named(
                    values
                        .iter()
                        .map(|(field, value)| (field.clone(), renamed(value, name)))
                        .collect(),
                ),
            },
        },
        Value::Tuple(values) => {
            Value::Tuple(values.iter().map(|value| renamed(value, name)).collect())
        }
        Value::List(values) => {
            Value::List(values.iter().map(|value| renamed(value, name)).collect())
        }
        other => other.clone(),
    }
}

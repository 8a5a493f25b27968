//! A sequence of calls that can be made smaller: calls with values, handles known by the
//! call that made them, and the tapes of values that model.rs generated.

use crate::problem::Problem;
use crate::problem::case::{
    Action, Argument, CallLine, Case, Expected, HandleRef, Line, OperationRef,
};
use crate::problem::contract::Operation;
use crate::problem::types::{Opaque, Type};
use crate::value::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Calls in order; the first makes the subject, if the problem has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// The calls.
    pub steps: Vec<Step>,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What its handles are known by; stays when other calls go. Rising.
    pub id: u32,
    /// The operation.
    pub operation: OperationRef,
    /// The handle it is called on; for drop, unwind and clone their handle.
    pub receiver: Option<Made>,
    /// The arguments, one for each parameter.
    pub arguments: Vec<Given>,
    /// Where all arguments come from, if one generator makes them together.
    pub together: Option<Tape>,
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A value.
    Value(Value),
    /// A value that a generator of a domain made; `None` before the model was asked.
    Drawn(Option<Value>, Tape),
    /// What a function of model.rs makes for a case: `@name(args)`.
    Fixed(Argument),
    /// A handle.
    Handle(Made),
}

/// A handle: the `position`-th of those that a call made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Made {
    /// The call's [`Step::id`].
    pub step: u32,
    /// From 0.
    pub position: usize,
}

/// Where a generated value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tape {
    /// The generator's number among those of the package's domains.
    pub generator: u16,
    /// What it is told.
    pub told: Told,
}

/// What a generator is told when it asks for numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What comes of a seed.
    Seed(u64),
    /// These numbers.
    Numbers(Vec<u64>),
}

impl Made {
    /// The subject of the first call.
    pub const SUBJECT: Self = Self {
        step: 0,
        position: 0,
    };

    /// The number it has on the wire.
    pub fn number(self) -> u32 {
        HandleRef {
            line: self.step as usize,
            position: self.position,
        }
        .number()
    }
}

impl Step {
    /// The operation in the contract; `None` for drop, unwind and clone.
    pub fn operation<'a>(&self, problem: &'a Problem) -> Option<&'a Operation> {
        match self.operation {
            OperationRef::Numbered(number) => {
                problem.instances[0].operations.get(usize::from(number))
            }
            _ => None,
        }
    }

    /// The handles that it needs.
    pub fn uses(&self) -> impl Iterator<Item = Made> + '_ {
        let arguments = self.arguments.iter().filter_map(|given| match given {
            Given::Handle(made) => Some(*made),
            _ => None,
        });
        self.receiver.into_iter().chain(arguments)
    }
}

/// The opaque types of a call's answer that a name can be given to: those of a list are not
/// counted, since nobody knows how many there are.
pub fn made_types(answer: &Type) -> Vec<Opaque> {
    let listed = answer.any(&|part| {
        matches!(part, Type::List(_, element) | Type::Array(element, _) if element.has_opaque())
    });
    if listed { vec![] } else { answer.opaques() }
}

impl Sequence {
    /// The sequence of a case, if it has one thread.
    pub fn of_case(case: &Case) -> Option<Self> {
        let made = |handle: HandleRef| Made {
            step: u32::try_from(handle.line).expect("a case is not that long"),
            position: handle.position,
        };
        let mut steps = vec![];
        for (index, line) in case.lines.iter().enumerate() {
            let Action::Call(call) = &line.action else {
                return None;
            };
            if line.thread.is_some() || line.expected == Some(Expected::Blocks) {
                return None;
            }
            steps.push(Step {
                id: u32::try_from(index).expect("a case is not that long"),
                operation: call.operation,
                receiver: call.receiver.map(made),
                arguments: call
                    .arguments
                    .iter()
                    .map(|argument| match argument {
                        Argument::Value(value) => Given::Value(value.clone()),
                        Argument::Handle(handle) => Given::Handle(made(*handle)),
                        generated @ Argument::Generated { .. } => Given::Fixed(generated.clone()),
                    })
                    .collect(),
                together: None,
            });
        }
        Some(Self { steps })
    }

    /// Takes away the calls that `goes` names, and those that use what they made.
    pub fn without(&self, mut goes: impl FnMut(&Step) -> bool) -> Self {
        let mut gone = vec![];
        let mut steps = vec![];
        for step in &self.steps {
            if goes(step) || step.uses().any(|made| gone.contains(&made.step)) {
                gone.push(step.id);
            } else {
                steps.push(step.clone());
            }
        }
        Self { steps }
    }

    /// The case that makes these calls; the model judges every answer.
    pub fn to_case(&self, problem: &Problem, name: &str) -> Case {
        let names = self.names(problem);
        let lines: BTreeMap<u32, usize> = self
            .steps
            .iter()
            .enumerate()
            .map(|(line, step)| (step.id, line))
            .collect();
        let reference = |made: Made| HandleRef {
            line: lines.get(&made.step).copied().unwrap_or(0),
            position: made.position,
        };
        let line = |step: &Step| {
            let argument = |given: &Given| match given {
                Given::Value(value) | Given::Drawn(Some(value), _) => {
                    Argument::Value(value.clone())
                }
                Given::Drawn(None, _) => Argument::Value(Value::Unit),
                Given::Fixed(argument) => argument.clone(),
                Given::Handle(made) => Argument::Handle(reference(*made)),
            };
            let types = self.made(problem, step);
            let bound = (0..types.len()).map(|position| {
                let made = Made {
                    step: step.id,
                    position,
                };
                names.get(&made).cloned()
            });
            Line {
                text: text(step, problem, &names, types.len()),
                thread: None,
                action: Action::Call(CallLine {
                    operation: step.operation,
                    receiver: step.receiver.map(reference),
                    arguments: step.arguments.iter().map(argument).collect(),
                    bound: bound.collect(),
                }),
                expected: None,
            }
        };
        Case {
            name: name.to_owned(),
            sample: false,
            instance: 0,
            lines: self.steps.iter().map(line).collect(),
        }
    }

    /// The types of the handles that a call of this sequence makes.
    pub fn made(&self, problem: &Problem, step: &Step) -> Vec<Opaque> {
        match (step.operation, step.operation(problem)) {
            (_, Some(operation)) => made_types(&operation.answer),
            (OperationRef::Clone, _) => step
                .receiver
                .and_then(|made| self.type_of(problem, made))
                .into_iter()
                .collect(),
            _ => vec![],
        }
    }

    fn type_of(&self, problem: &Problem, made: Made) -> Option<Opaque> {
        let maker = self.steps.iter().find(|step| step.id == made.step)?;
        self.made(problem, maker).get(made.position).cloned()
    }

    /// Names for the handles that are used, but for the subject's.
    fn names(&self, problem: &Problem) -> BTreeMap<Made, String> {
        let used: Vec<Made> = self.steps.iter().flat_map(Step::uses).collect();
        let has_subject = problem.instances[0].under_test().is_some();
        let mut names = BTreeMap::new();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for step in &self.steps {
            for (position, opaque) in self.made(problem, step).iter().enumerate() {
                let made = Made {
                    step: step.id,
                    position,
                };
                if (has_subject && made == Made::SUBJECT) || !used.contains(&made) {
                    continue;
                }
                let word = snake_case(&opaque.name);
                let count = counts.entry(word.clone()).or_insert(0);
                *count += 1;
                let name = if *count == 1 {
                    word
                } else {
                    format!("{word}_{count}")
                };
                names.insert(made, name);
            }
        }
        names
    }
}

/// The call as a line of a package, with names for the handles that are used later.
fn text(step: &Step, problem: &Problem, names: &BTreeMap<Made, String>, made: usize) -> String {
    let name_of = |made: Made| names.get(&made).map_or("_", String::as_str);
    let mut text = String::new();
    let handle = |position| Made {
        step: step.id,
        position,
    };
    if (0..made).any(|position| names.contains_key(&handle(position))) {
        let bound: Vec<&str> = (0..made)
            .map(|position| name_of(handle(position)))
            .collect();
        match bound[..] {
            [one] => write!(text, "let {one} = "),
            _ => write!(text, "let ({}) = ", bound.join(", ")),
        }
        .expect("a String takes everything");
    }
    let operation = step.operation(problem);
    let name = match (step.operation, operation) {
        (OperationRef::Drop, _) => "drop",
        (OperationRef::Unwind, _) => "unwind",
        (OperationRef::Clone, _) => "clone",
        (_, Some(operation)) => &operation.name,
        (_, None) => "?",
    };
    let instance = &problem.instances[0];
    if let (Some(operation), Some(receiver)) = (operation, step.receiver) {
        // The subject has no name, and a function has none: there the first handle has one.
        if receiver != Made::SUBJECT || names.contains_key(&receiver) {
            text.push_str(name_of(receiver));
            text.push('.');
        }
        text.push_str(&operation.name);
    } else if let Some(operation) = operation
        && let crate::problem::contract::Owner::Type(opaque) = &operation.owner
        && !instance.on_subject(operation)
    {
        write!(text, "{}::{name}", opaque.name).expect("a String takes everything");
    } else {
        text.push_str(name);
    }
    text.push('(');
    let handle = step.receiver.filter(|_| operation.is_none());
    let mut words: Vec<String> = handle
        .map(|made| name_of(made).to_owned())
        .into_iter()
        .collect();
    words.extend(step.arguments.iter().map(|given| match given {
        Given::Value(value)
        | Given::Drawn(Some(value), _)
        | Given::Fixed(Argument::Value(value)) => value.to_string(),
        Given::Drawn(None, _) | Given::Fixed(Argument::Handle(_)) => "_".into(),
        Given::Handle(made) => name_of(*made).to_owned(),
        Given::Fixed(Argument::Generated {
            generator,
            arguments,
        }) => {
            let name = &problem.generators[usize::from(*generator)].name;
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            format!("@{name}({})", arguments.join(", "))
        }
    }));
    text.push_str(&words.join(", "));
    text.push(')');
    text
}

/// `TrackMuxer` as `track_muxer`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(character.to_lowercase());
    }
    text
}

//! Who says what should come of fewer calls than a case has: the model or, where that knows
//! nothing of what a case is about, the reference.

use super::sequence::Sequence;
use super::trial::{Composition, Trials};
use crate::error::JudgingError;
use crate::problem::case::{Action, CallLine, Case, Expected, OperationRef};
use crate::problem::contract::Operation;
use crate::problem::domain::Arguments;
use crate::problem::types::Type;
use crate::problem::{ModelForm, ModelOperation, Problem};
use crate::wire::{Answer, Call, Finish, Opinion, Part, Reply};

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oracle {
    /// The model, which also knows which calls can be made.
    Model,
    /// The reference: what it answers is right where only one answer is.
    Reference,
}

/// A case as a sequence that can be made smaller.
pub struct Ground {
    /// The calls.
    pub sequence: Sequence,
    /// The problem as if it were about the case's subject.
    pub problem: Problem,
    /// The case's instance of the contract.
    pub instance: u16,
    /// Who is asked.
    pub oracle: Oracle,
}

impl Ground {
    /// `None` if there is nobody to ask: threads, several right answers without a model,
    /// calls that not every state allows.
    pub fn of_case(problem: &Problem, case: &Case, has_reference: bool) -> Option<Self> {
        let sequence = Sequence::of_case(case)?;
        let instance = u16::try_from(case.instance).ok()?;
        if case.instance == 0 && problem.model.is_some() {
            return Some(Self {
                sequence,
                problem: problem.clone(),
                instance,
                oracle: Oracle::Model,
            });
        }
        (has_reference && one_answer_is_right(problem, case)).then(|| Self {
            sequence,
            problem: about(problem, case.instance),
            instance,
            oracle: Oracle::Reference,
        })
    }
}

/// Whether every call of the case can be made in any state, and has one right answer.
fn one_answer_is_right(problem: &Problem, case: &Case) -> bool {
    case.lines.iter().all(|line| {
        let Action::Call(CallLine {
            operation: OperationRef::Numbered(number),
            ..
        }) = line.action
        else {
            return true;
        };
        let operation = &problem.instances[case.instance].operations[usize::from(number)];
        if problem.model.is_none() {
            let silent = matches!(operation.outcome(), Type::Unit | Type::Opaque(_));
            return match &line.expected {
                Some(Expected::Answer(pattern)) => silent || pattern.exact().is_some(),
                Some(Expected::Panics) => true,
                Some(Expected::Blocks) => false,
                None => silent,
            };
        }
        namesake(problem, operation).is_some_and(|judged| {
            // Where a call may wait, fewer calls make the reference wait for ever.
            judged.form == ModelForm::Answers && judged.requires.is_none()
        })
    })
}

/// How the model judges the operation of that name on the problem's own subject.
fn namesake<'a>(problem: &'a Problem, operation: &Operation) -> Option<&'a ModelOperation> {
    let model = problem.model.as_ref()?;
    model.operations.get(numbered(problem, operation)?)
}

/// The number of the operation of that name on the problem's own subject.
fn numbered(problem: &Problem, operation: &Operation) -> Option<usize> {
    let own = &problem.instances[0].operations;
    own.iter()
        .position(|own| own.name == operation.name && own.signature == operation.signature)
}

/// The problem as if this instance of its contract were its own. What is drawn for a
/// parameter stays where it has the same type.
fn about(problem: &Problem, instance: usize) -> Problem {
    let own = &problem.instances[0];
    let operations = &problem.instances[instance].operations;
    let domains = operations.iter().map(|operation| {
        let number = numbered(problem, operation);
        let known = number.and_then(|number| Some((number, problem.domains.get(number)?)));
        let each = operation.parameters.iter().enumerate();
        Arguments::Each(
            each.map(|(place, parameter)| match known {
                Some((number, Arguments::Each(domains))) => {
                    let same = own.operations[number].parameters.get(place)?.ty == parameter.ty;
                    domains.get(place).filter(|_| same)?.clone()
                }
                _ => None,
            })
            .collect(),
        )
    });
    let domains = domains.collect();
    let mut instances = problem.instances.clone();
    instances.swap(0, instance);
    Problem {
        domains,
        instances,
        model: None,
        counted: None,
        ..problem.clone()
    }
}

impl Trials<'_, '_> {
    /// The sequence with what the oracle says of it, if all of it can be made.
    ///
    /// # Errors
    /// If the oracle cannot be asked.
    pub fn whole(&mut self, sequence: &Sequence) -> Result<Option<Composition>, JudgingError> {
        let most = u32::try_from(sequence.steps.len()).unwrap_or(u32::MAX);
        let compositions = self.compose(std::slice::from_ref(sequence), most)?;
        let whole = |composition: &Composition| {
            composition.calls.len() == sequence.steps.len() && composition.fault().is_none()
        };
        Ok(compositions.into_iter().next().filter(whole))
    }

    /// The calls of a sequence up to the first that the reference does not answer.
    pub(super) fn by_reference(
        &mut self,
        sequence: &Sequence,
    ) -> Result<Composition, JudgingError> {
        let mut calls = vec![];
        for step in &sequence.steps {
            let proposal = self.proposal(step)?;
            let mut arguments = vec![];
            for part in proposal.parts {
                match part {
                    Part::Plain(bytes) => arguments.extend(bytes),
                    Part::Drawn { .. } => {
                        return Err(JudgingError::new("draw a value without a model"));
                    }
                }
            }
            calls.push(Call {
                arguments,
                ..proposal.call
            });
        }
        let mut composition = Composition {
            sequence: Sequence::default(),
            calls: vec![],
            opinions: vec![],
        };
        let prepared = crate::check::runner::Prepared {
            instance: self.instance,
            calls,
        };
        let Some(Reply::Ran {
            answers,
            finish: Finish::Dropped,
        }) = self.runner.ask_reference(&prepared)?
        else {
            return Ok(composition);
        };
        for ((step, call), answer) in sequence.steps.iter().zip(prepared.calls).zip(answers) {
            let opinion = match answer {
                Answer::Returned(bytes) => Opinion::Expected(bytes),
                Answer::Panicked(_) => Opinion::Panics,
                Answer::Missing | Answer::Refused(_) => break,
            };
            let step = self.filled_in(step, &call.arguments, vec![])?;
            composition.sequence.steps.push(step);
            composition.calls.push(call);
            composition.opinions.push(opinion);
        }
        Ok(composition)
    }
}

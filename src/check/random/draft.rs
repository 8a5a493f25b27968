//! Sequences by chance: which call comes next, and what it is given.

use super::domain;
use super::lifetimes::Lifetimes;
use super::sequence::{Given, Made, Sequence, Step, Tape, Told};
use crate::problem::case::OperationRef;
use crate::problem::contract::{Operation, Parameter};
use crate::problem::domain::{Arguments, Domain, DomainGenerator, generators};
use crate::problem::types::{Opaque, Type};
use crate::problem::{ModelForm, Problem};
use crate::value::Value;
use fastrand::Rng;

/// How many more calls are drawn than are wanted, where the model may refuse some.
const SPARE: u32 = 4;

/// `drop(p)` is drawn as often as an operation of this weight for each handle, and its two
/// relatives less often.
const DROP_WEIGHT: u32 = 4;
const UNWIND_WEIGHT: u32 = 1;
const CLONE_WEIGHT: u32 = 2;

/// Draws sequences for a problem.
pub struct Drafter<'a> {
    problem: &'a Problem,
    generators: Vec<DomainGenerator>,
    /// The operations that are drawn after the first call, with their weights.
    operations: Vec<(u16, u32)>,
    /// What makes the subject, or is it: one of these comes first. With their weights.
    makers: Vec<(u16, u32)>,
}

impl<'a> Drafter<'a> {
    /// A drafter for the problem's own subject.
    pub fn new(problem: &'a Problem) -> Self {
        let instance = &problem.instances[0];
        // A second subject is only made where an operation takes one.
        let under_test = instance.under_test();
        let takes_subject = instance.operations.iter().any(|operation| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|parameter| opaque(&parameter.ty) == under_test.as_ref())
                && under_test.is_some()
        });
        let mut operations = vec![];
        let mut makers = vec![];
        for (number, (operation, weight)) in
            instance.operations.iter().zip(&problem.weights).enumerate()
        {
            let number = u16::try_from(number).expect("an instance has at most 1000 operations");
            let constructor = operation.is_constructor() && instance.on_subject(operation);
            let is_subject = operation.is_function()
                && instance.subject.as_ref().is_some_and(|subject| {
                    subject.as_type().is_none() && subject.name() == operation.name
                });
            if constructor || is_subject {
                makers.push((number, *weight));
            }
            if !constructor || takes_subject {
                operations.push((number, *weight));
            }
        }
        Self {
            problem,
            generators: generators(&problem.domains, instance),
            operations,
            makers,
        }
    }

    /// Whether a call of its own comes first, on top of the others.
    pub const fn makes_first(&self) -> bool {
        !self.makers.is_empty()
    }

    /// How many calls are drawn for a sequence of `operations` calls after the first.
    pub fn length(&self, operations: u32) -> u32 {
        let instance = &self.problem.instances[0];
        let choosy = self.problem.model.as_ref().is_some_and(|model| {
            model.operations.iter().any(|operation| {
                operation.requires.is_some()
                    || matches!(operation.form, ModelForm::Steps | ModelForm::Moments)
            })
        });
        let handles = instance
            .operations
            .iter()
            .any(|operation| !operation.is_constructor() && operation.answer.has_opaque());
        operations * if choosy || handles { SPARE } else { 1 }
    }

    /// Draws a sequence of at most this many calls after the first.
    pub fn draw(&self, calls: u32, rng: &mut Rng) -> Sequence {
        let mut drawing = Drawing {
            drafter: self,
            lifetimes: Lifetimes::new(self.problem),
            clocks: vec![],
            sequence: Sequence::default(),
            rng,
        };
        if let Some(maker) = chosen(&self.makers, drawing.rng) {
            drawing.call(maker);
        }
        for _ in 0..calls {
            drawing.next();
        }
        drawing.sequence
    }

    fn generator(&self, name: &str) -> u16 {
        let number = self.generators.iter().position(|each| each.name == name);
        number
            .and_then(|number| u16::try_from(number).ok())
            .expect("every generator of a domain is listed")
    }
}

/// The opaque type that a parameter takes as a whole.
pub fn opaque(ty: &Type) -> Option<&Opaque> {
    match ty {
        Type::Opaque(opaque) => Some(opaque),
        Type::Reference { to, .. } => opaque(to),
        _ => None,
    }
}

/// What a parameter is drawn from.
pub fn domain_of(problem: &Problem, operation: u16, parameter: usize) -> Option<Domain> {
    let ty = &problem.instances[0].operations[usize::from(operation)].parameters[parameter].ty;
    if opaque(ty).is_some() {
        return None;
    }
    match &problem.domains[usize::from(operation)] {
        Arguments::Together { .. } => None,
        Arguments::Each(domains) => Some(
            domains[parameter]
                .clone()
                .unwrap_or_else(|| domain::of_type(&ty.plain(), &problem.contract, 0)),
        ),
    }
}

fn chosen(weighted: &[(u16, u32)], rng: &mut Rng) -> Option<u16> {
    let total: u32 = weighted.iter().map(|(_, weight)| weight).sum();
    if total == 0 {
        return None;
    }
    let mut left = rng.u32(..total);
    for (number, weight) in weighted {
        if left < *weight {
            return Some(*number);
        }
        left -= weight;
    }
    None
}

struct Drawing<'a, 'b> {
    drafter: &'b Drafter<'a>,
    lifetimes: Lifetimes<'a>,
    /// Where rising domains stand: parameters of one name and domain share a clock.
    clocks: Vec<(String, Domain, Value)>,
    sequence: Sequence,
    rng: &'b mut Rng,
}

impl Drawing<'_, '_> {
    /// Draws one more call, if one is possible.
    fn next(&mut self) {
        let handles: Vec<Made> = self.lifetimes.handles().map(|(made, _)| made).collect();
        let weight: u32 = self
            .drafter
            .operations
            .iter()
            .map(|(_, weight)| weight)
            .sum();
        let own = u32::try_from(handles.len()).expect("few handles").min(4)
            * (DROP_WEIGHT + UNWIND_WEIGHT + CLONE_WEIGHT);
        if weight + own == 0 {
            return;
        }
        if self.rng.u32(..weight + own) < own {
            let made = handles[self.rng.usize(..handles.len())];
            self.built_in(made);
        } else if let Some(operation) = chosen(&self.drafter.operations, self.rng) {
            self.call(operation);
        }
    }

    /// `drop(p)`, `unwind(p)` or `clone(p)`.
    fn built_in(&mut self, made: Made) {
        let mut kinds = vec![(0, DROP_WEIGHT), (1, UNWIND_WEIGHT)];
        let contract = &self.drafter.problem.contract;
        let cloneable = self.lifetimes.handles().any(|(handle, ty)| {
            let derives = contract.opaque(&ty.name).map(|opaque| &opaque.derives);
            handle == made && derives.is_some_and(|derives| derives.iter().any(|d| d == "Clone"))
        });
        if cloneable {
            kinds.push((2, CLONE_WEIGHT));
        }
        let operation = match chosen(&kinds, self.rng) {
            Some(0) => OperationRef::Drop,
            Some(1) => OperationRef::Unwind,
            _ => OperationRef::Clone,
        };
        self.push(Step {
            id: 0,
            operation,
            receiver: Some(made),
            arguments: vec![],
            together: None,
        });
    }

    fn call(&mut self, number: u16) {
        let problem = self.drafter.problem;
        let instance = &problem.instances[0];
        let operation = &instance.operations[usize::from(number)];
        let Some(receiver) = self.receiver(operation) else {
            return;
        };
        let (arguments, together) = match &problem.domains[usize::from(number)] {
            Arguments::Together { generator, .. } => (
                vec![Given::Value(Value::Unit); operation.parameters.len()],
                Some(self.tape(generator)),
            ),
            Arguments::Each(domains) => {
                let mut arguments = vec![];
                for (index, parameter) in operation.parameters.iter().enumerate() {
                    match self.argument(number, index, parameter, domains[index].as_ref()) {
                        Some(given) => arguments.push(given),
                        None => return,
                    }
                }
                (arguments, None)
            }
        };
        self.push(Step {
            id: 0,
            operation: OperationRef::Numbered(number),
            receiver,
            arguments,
            together,
        });
    }

    /// Adds the call, if Rust would allow it.
    fn push(&mut self, mut step: Step) {
        step.id = u32::try_from(self.sequence.steps.len()).expect("few calls");
        if self.lifetimes.allow(&step) {
            self.lifetimes.make(&step);
            self.sequence.steps.push(step);
        }
    }

    /// The handle that the call is made on; the outer `None` if there is none it could be.
    #[expect(
        clippy::option_option,
        reason = "no receiver needed is not the same as none found"
    )]
    fn receiver(&mut self, operation: &Operation) -> Option<Option<Made>> {
        if operation.receiver.is_none() {
            return Some(None);
        }
        let instance = &self.drafter.problem.instances[0];
        if instance.on_subject(operation) {
            return Some(Some(Made::SUBJECT));
        }
        let crate::problem::contract::Owner::Type(ty) = &operation.owner else {
            return None;
        };
        self.handle(ty).map(Some)
    }

    fn handle(&mut self, ty: &Opaque) -> Option<Made> {
        let handles: Vec<Made> = self.lifetimes.named(ty).collect();
        (!handles.is_empty()).then(|| handles[self.rng.usize(..handles.len())])
    }

    fn argument(
        &mut self,
        number: u16,
        index: usize,
        parameter: &Parameter,
        domain: Option<&Domain>,
    ) -> Option<Given> {
        if let Some(ty) = opaque(&parameter.ty) {
            return self.handle(ty).map(Given::Handle);
        }
        Some(match domain {
            Some(Domain::Generated { generator, .. }) => Given::Drawn(None, self.tape(generator)),
            Some(domain @ Domain::Rising { .. }) => {
                Given::Value(self.clock(&parameter.name, domain))
            }
            Some(domain) => Given::Value(domain::draw(domain, None, self.rng)),
            None => {
                let domain = domain_of(self.drafter.problem, number, index)?;
                Given::Value(domain::draw(&domain, None, self.rng))
            }
        })
    }

    fn clock(&mut self, name: &str, domain: &Domain) -> Value {
        let known = self
            .clocks
            .iter_mut()
            .find(|(known, of, _)| known == name && of == domain);
        match known {
            Some((_, _, now)) => {
                *now = domain::draw(domain, Some(now), self.rng);
                now.clone()
            }
            None => {
                let now = domain::draw(domain, None, self.rng);
                self.clocks
                    .push((name.to_owned(), domain.clone(), now.clone()));
                now
            }
        }
    }

    fn tape(&mut self, generator: &str) -> Tape {
        Tape {
            generator: self.drafter.generator(generator),
            told: Told::Seed(self.rng.u64(..)),
        }
    }
}

#[cfg(test)]
mod tests;

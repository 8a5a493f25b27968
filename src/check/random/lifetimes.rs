//! Which calls Rust itself would allow: handles are used after they are made and before they
//! are gone, and what is borrowed is left alone while somebody borrows it.

use super::sequence::{Made, Sequence, Step};
use crate::problem::Problem;
use crate::problem::case::OperationRef;
use crate::problem::contract::Receiver;
use crate::problem::types::{Opaque, Type};

/// The handles that exist between two calls.
pub struct Lifetimes<'a> {
    problem: &'a Problem,
    alive: Vec<Alive>,
}

/// A handle.
struct Alive {
    made: Made,
    ty: Opaque,
    /// What it borrows, and whether exclusively.
    lenders: Vec<(Made, bool)>,
}

/// How a call uses a handle.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Shared,
    Exclusive,
    Owned,
}

impl<'a> Lifetimes<'a> {
    /// No handle exists.
    pub const fn new(problem: &'a Problem) -> Self {
        Self {
            problem,
            alive: vec![],
        }
    }

    /// The handles of a type, in the order they were made, but for the subject.
    pub fn named<'b>(&'b self, ty: &'b Opaque) -> impl Iterator<Item = Made> + 'b {
        self.handles()
            .filter(move |(_, of)| *of == ty)
            .map(|(made, _)| made)
    }

    /// All handles with their types, but for the subject.
    pub fn handles(&self) -> impl Iterator<Item = (Made, &Opaque)> {
        let subject = self.has_subject();
        self.alive
            .iter()
            .filter(move |alive| !subject || alive.made != Made::SUBJECT)
            .map(|alive| (alive.made, &alive.ty))
    }

    fn has_subject(&self) -> bool {
        self.problem.instances[0].under_test().is_some()
    }

    /// Whether the call can be made now.
    pub fn allow(&self, step: &Step) -> bool {
        let uses = self.uses(step);
        // The subject has no name that it could be passed or dropped by.
        let named = uses.iter().skip(usize::from(
            step.operation(self.problem)
                .is_some_and(|operation| operation.receiver.is_some()),
        ));
        if self.has_subject() && named.into_iter().any(|(made, _)| *made == Made::SUBJECT) {
            return false;
        }
        uses.iter().enumerate().all(|(index, (made, access))| {
            let exists = self.alive.iter().any(|alive| alive.made == *made);
            let twice = uses[..index].iter().any(|(other, earlier)| {
                other == made && (*access, *earlier) != (Access::Shared, Access::Shared)
            });
            exists && !twice && self.is_free(*made, *access, &uses)
        })
    }

    /// Whether nobody borrows the handle in a way that the access would break. What is used
    /// up by the same call does not count.
    fn is_free(&self, made: Made, access: Access, uses: &[(Made, Access)]) -> bool {
        self.alive.iter().all(|alive| {
            let ends = access != Access::Owned && uses.contains(&(alive.made, Access::Owned));
            ends || alive.lenders.iter().all(|(lender, exclusive)| {
                *lender != made || (!exclusive && access == Access::Shared)
            })
        })
    }

    /// Makes the call: what it uses up is gone, what it makes is there.
    pub fn make(&mut self, step: &Step) {
        let uses = self.uses(step);
        let types = self.made(step);
        let mut lenders = vec![];
        if types.iter().any(|ty| ty.lifetimes > 0) {
            for (made, access) in &uses {
                if *access != Access::Owned {
                    lenders.push((*made, *access == Access::Exclusive));
                }
                // What a borrower is made from stays borrowed by what it makes.
                let from = self.alive.iter().filter(|alive| alive.made == *made);
                lenders.extend(from.flat_map(|alive| alive.lenders.iter().copied()));
            }
        }
        self.alive
            .retain(|alive| !uses.contains(&(alive.made, Access::Owned)));
        for (position, ty) in types.into_iter().enumerate() {
            let lenders = if ty.lifetimes > 0 {
                lenders.clone()
            } else {
                vec![]
            };
            self.alive.push(Alive {
                made: Made {
                    step: step.id,
                    position,
                },
                ty,
                lenders,
            });
        }
    }

    fn made(&self, step: &Step) -> Vec<Opaque> {
        match (step.operation, step.operation(self.problem)) {
            (_, Some(operation)) => super::sequence::made_types(&operation.answer),
            (OperationRef::Clone, _) => self
                .alive
                .iter()
                .filter(|alive| Some(alive.made) == step.receiver)
                .map(|alive| alive.ty.clone())
                .collect(),
            _ => vec![],
        }
    }

    fn uses(&self, step: &Step) -> Vec<(Made, Access)> {
        let Some(operation) = step.operation(self.problem) else {
            let access = match step.operation {
                OperationRef::Clone => Access::Shared,
                _ => Access::Owned,
            };
            return step
                .receiver
                .map(|made| (made, access))
                .into_iter()
                .collect();
        };
        let mut uses = vec![];
        if let (Some(made), Some(receiver)) = (step.receiver, operation.receiver) {
            uses.push((
                made,
                match receiver {
                    Receiver::Shared => Access::Shared,
                    Receiver::Exclusive => Access::Exclusive,
                    Receiver::Owned => Access::Owned,
                },
            ));
        }
        for (given, parameter) in step.arguments.iter().zip(&operation.parameters) {
            if let super::sequence::Given::Handle(made) = given {
                uses.push((
                    *made,
                    match parameter.ty {
                        Type::Reference { mutable: true, .. } => Access::Exclusive,
                        Type::Reference { mutable: false, .. } => Access::Shared,
                        _ => Access::Owned,
                    },
                ));
            }
        }
        uses
    }
}

/// How many calls of the sequence can be made, one after the other.
pub fn legal(sequence: &Sequence, problem: &Problem) -> usize {
    let mut lifetimes = Lifetimes::new(problem);
    for (index, step) in sequence.steps.iter().enumerate() {
        if !lifetimes.allow(step) {
            return index;
        }
        lifetimes.make(step);
    }
    sequence.steps.len()
}

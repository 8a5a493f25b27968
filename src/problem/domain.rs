//! Domains: what the arguments of generated calls are drawn from.

use super::contract::Instance;
use super::types::Type;
use crate::value::Value;
use serde::Serialize;

/// The values that one argument is drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// `5`: always this.
    Value(Value),
    /// `0..6`, `0..=5`, `1s..=3s`: everything from the first to the last, both included.
    /// Both are numbers, durations or characters.
    Range {
        /// The smallest.
        first: Value,
        /// The largest.
        last: Value,
    },
    /// `"a" | "b" | 5..7`: any of these, each as likely as the others.
    OneOf(Vec<Domain>),
    /// `[0..8; 0..=4]`: a list, queue or array.
    List {
        /// What its elements are drawn from.
        element: Box<Domain>,
        /// The fewest elements.
        least: usize,
        /// The most elements.
        most: usize,
    },
    /// `rising 0s..20s by 0s..=2s`: begins at `first` and goes up from call to call, by a
    /// step that is drawn, but never past `last`. All are whole numbers or durations.
    Rising {
        /// Where it begins.
        first: Value,
        /// What it never passes.
        last: Value,
        /// The smallest step.
        least_step: Value,
        /// The largest step.
        most_step: Value,
    },
    /// `@generator`: what a function of model.rs makes.
    Generated {
        /// The function, `fn(&mut Rng) -> T` or `fn(&mut Rng, &Model) -> T`.
        generator: String,
        /// Whether it takes the model.
        takes_model: bool,
    },
}

/// What the arguments of one operation are drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// All together, as the tuple that a function of model.rs makes: `waves = "@graph"`.
    Together {
        /// The function.
        generator: String,
        /// Whether it takes the model.
        takes_model: bool,
    },
    /// One by one; `None` for a parameter without a domain, and for handles.
    Each(Vec<Option<Domain>>),
}

/// `[random]`: how much is tried by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Random {
    /// How many sequences.
    pub sequences: u32,
    /// How many operations a sequence has, after the constructor.
    pub operations: u32,
}

impl Default for Random {
    fn default() -> Self {
        Self {
            sequences: 2000,
            operations: 40,
        }
    }
}

/// A function of model.rs that a domain draws from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainGenerator {
    /// Its name.
    pub name: String,
    /// Whether it takes the model.
    pub takes_model: bool,
    /// The plain type of what it makes; for [`Arguments::Together`] the tuple of all.
    pub makes: Type,
}

/// The functions that the domains of an instance draw from; an index is the number on the
/// wire.
pub fn generators(domains: &[Arguments], instance: &Instance) -> Vec<DomainGenerator> {
    let mut found: Vec<DomainGenerator> = vec![];
    let mut add = |name: &str, takes_model, makes| {
        if !found.iter().any(|known| known.name == name) {
            found.push(DomainGenerator {
                name: name.to_owned(),
                takes_model,
                makes,
            });
        }
    };
    for (arguments, operation) in domains.iter().zip(&instance.operations) {
        let types = || operation.parameters.iter().map(|each| each.ty.plain());
        match arguments {
            Arguments::Together {
                generator,
                takes_model,
            } => add(generator, *takes_model, Type::Tuple(types().collect())),
            Arguments::Each(domains) => {
                for (domain, ty) in domains.iter().zip(types()) {
                    if let Some(Domain::Generated {
                        generator,
                        takes_model,
                    }) = domain
                    {
                        add(generator, *takes_model, ty);
                    }
                }
            }
        }
    }
    found
}

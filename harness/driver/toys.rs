//! Small models, for tests of what is asked about calls in many orders.

use crate::{Answers, Arguments, Fault, Oracle};
use std::hash::Hash;
use wire::{Call, Draws, Opinion};

/// A call of a toy.
pub fn call(operation: u16, argument: u8) -> Call {
    Call {
        operation,
        receiver: None,
        first_handle: 0,
        arguments: vec![argument],
    }
}

/// A model whose operations take a byte and answer bytes.
pub trait Toy: Clone + Eq + Hash + Default + Send {
    fn call(&mut self, operation: u16, argument: u8, answer: Option<&[u8]>) -> Opinion;
    fn begin(&mut self, _operation: u16, _argument: u8) -> bool {
        false
    }
    fn partition(_operation: u16, _argument: u8) -> Option<u64> {
        None
    }
    fn follows(_operation: u16) -> bool {
        false
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Toys<T>(pub T);

impl<T: Toy> Oracle for Toys<T> {
    fn reset(&mut self) {
        *self = Self::default();
    }

    fn consult(&mut self, call: &Call, answer: Option<&[u8]>) -> Result<Opinion, Fault> {
        if call.receiver == Some(u32::MAX) {
            return Err(Fault::Missing);
        }
        Ok(self.0.call(call.operation, call.arguments[0], answer))
    }

    fn begin(&mut self, call: &Call) -> Result<bool, Fault> {
        Ok(self.0.begin(call.operation, call.arguments[0]))
    }

    fn partition(&self, call: &Call) -> Result<Option<u64>, Fault> {
        Ok(T::partition(call.operation, call.arguments[0]))
    }

    fn follows_answers(&self, call: &Call) -> bool {
        T::follows(call.operation)
    }

    fn generate(&mut self, _: u16, _: &mut Arguments<'_>, _: &mut Answers) -> Result<(), Fault> {
        Err(Fault::Missing)
    }

    fn draw(
        &mut self,
        _: u16,
        _: Option<u32>,
        _: &Draws,
        _: &mut Answers,
    ) -> Result<Vec<u64>, Fault> {
        Err(Fault::Missing)
    }
}

pub const NEW: u16 = 0;
pub const WRITE: u16 = 1;
pub const READ: u16 = 2;

/// `new(v)`, `write(v)` answers nothing, `read(_)` answers the value.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Register(pub u8);

impl Toy for Register {
    fn call(&mut self, operation: u16, argument: u8, _: Option<&[u8]>) -> Opinion {
        if operation == READ {
            return Opinion::Expected(vec![self.0]);
        }
        self.0 = argument;
        Opinion::Expected(vec![])
    }
}

pub const PUSH: u16 = 1;
pub const POP: u16 = 2;
pub const TRY_POP: u16 = 3;

/// `new(capacity)`; `push(v)` waits while it is full, `pop(_)` while it is empty, `try_pop(_)`
/// does not: it panics where there is none.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Queue {
    pub capacity: usize,
    pub values: Vec<u8>,
}

impl Toy for Queue {
    fn call(&mut self, operation: u16, argument: u8, _: Option<&[u8]>) -> Opinion {
        match operation {
            NEW => self.capacity = usize::from(argument),
            PUSH if self.values.len() == self.capacity => return Opinion::Blocks,
            PUSH => self.values.push(argument),
            POP if self.values.is_empty() => return Opinion::Blocks,
            _ if self.values.is_empty() => return Opinion::Panics,
            _ => return Opinion::Expected(vec![self.values.remove(0)]),
        }
        Opinion::Expected(vec![])
    }
}

/// `wait(n)` is over once everybody who came before is: first come, first served, and nobody
/// is served before `open(_)`.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Line {
    waiting: Vec<u8>,
    served: u8,
    open: bool,
}

pub const WAIT: u16 = 1;
pub const OPEN: u16 = 2;

impl Toy for Line {
    fn call(&mut self, operation: u16, argument: u8, _: Option<&[u8]>) -> Opinion {
        if operation == OPEN {
            self.open = true;
        }
        if operation != WAIT {
            return Opinion::Expected(vec![]);
        }
        if !self.open || self.waiting.first() != Some(&argument) {
            return Opinion::Blocks;
        }
        self.waiting.remove(0);
        self.served += 1;
        Opinion::Expected(vec![self.served])
    }

    fn begin(&mut self, operation: u16, argument: u8) -> bool {
        if operation == WAIT {
            self.waiting.push(argument);
        }
        operation == WAIT
    }
}

/// `pick(_)` answers any number that was not answered before, below 3.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Picks(Vec<u8>);

impl Toy for Picks {
    fn call(&mut self, operation: u16, _: u8, answer: Option<&[u8]>) -> Opinion {
        if operation == NEW {
            return Opinion::Expected(vec![]);
        }
        let Some([picked]) = answer else {
            return Opinion::Open;
        };
        if self.0.contains(picked) {
            return Opinion::Illegal(format!("{picked} was picked before"));
        }
        self.0.push(*picked);
        Opinion::Legal
    }

    fn follows(operation: u16) -> bool {
        operation != NEW
    }
}

/// Registers by number: `write(10 * key + value)`, `read(10 * key)`.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Registers([u8; 10]);

impl Toy for Registers {
    fn call(&mut self, operation: u16, argument: u8, _: Option<&[u8]>) -> Opinion {
        let key = usize::from(argument / 10);
        match operation {
            WRITE => self.0[key] = argument % 10,
            READ => return Opinion::Expected(vec![self.0[key]]),
            _ => {}
        }
        Opinion::Expected(vec![])
    }

    fn partition(operation: u16, argument: u8) -> Option<u64> {
        (operation != NEW).then(|| u64::from(argument / 10))
    }
}

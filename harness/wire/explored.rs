//! What an exploration came to, as the process that made it says.

use super::trace::Place;
use super::{Malformed, Reader, Writer};

/// What an exploration came to, beside its histories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explored {
    /// Executions that ran to an end.
    pub executions: u64,
    /// Executions that were cut off because they were too long.
    pub truncated: u64,
    /// Histories that differed from each other.
    pub histories: u64,
    /// Whether every execution that matters was run.
    pub is_exhaustive: bool,
    /// The most threads that an execution had.
    pub threads: u32,
    /// The most objects that two or more threads touched in one execution.
    pub shared_objects: u32,
    /// The first execution in which everything ended and memory was left.
    pub leak: Option<Leak>,
    /// The first execution at whose end threads were left waiting, and how many.
    pub left_behind: Option<(u32, String)>,
    /// Where somebody asks the same question over and over instead of waiting.
    pub spins: Vec<Place>,
    /// Why the exploration could not go on.
    pub lapse: Option<Lapse>,
}

/// Memory that was not given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// How many blocks.
    pub blocks: u64,
    /// The execution.
    pub schedule: String,
}

/// Why an exploration could not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// The memory of an execution is used up.
    Memory(String),
    /// A thread ran out of stack.
    Stack(String),
    /// More threads than an execution may have.
    Threads,
    /// Something that cannot be explored.
    Unsupported(String),
    /// The same choices led elsewhere: something that is not explored decides.
    Nondeterministic,
}

impl Explored {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.executions);
        writer.number(self.truncated);
        writer.number(self.histories);
        writer.byte(u8::from(self.is_exhaustive));
        writer.number(u64::from(self.threads));
        writer.number(u64::from(self.shared_objects));
        match &self.leak {
            None => writer.byte(0),
            Some(leak) => {
                writer.byte(1);
                writer.number(leak.blocks);
                writer.text(&leak.schedule);
            }
        }
        match &self.left_behind {
            None => writer.byte(0),
            Some((threads, schedule)) => {
                writer.byte(1);
                writer.number(u64::from(*threads));
                writer.text(schedule);
            }
        }
        writer.length(self.spins.len());
        for place in &self.spins {
            place.write(writer);
        }
        match &self.lapse {
            None => writer.byte(0),
            Some(Lapse::Memory(schedule)) => {
                writer.byte(1);
                writer.text(schedule);
            }
            Some(Lapse::Stack(schedule)) => {
                writer.byte(2);
                writer.text(schedule);
            }
            Some(Lapse::Threads) => writer.byte(3),
            Some(Lapse::Unsupported(what)) => {
                writer.byte(4);
                writer.text(what);
            }
            Some(Lapse::Nondeterministic) => writer.byte(5),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            executions: reader.number()?,
            truncated: reader.number()?,
            histories: reader.number()?,
            is_exhaustive: reader.flag()?,
            threads: reader.handle()?,
            shared_objects: reader.handle()?,
            leak: match reader.flag()? {
                false => None,
                true => Some(Leak {
                    blocks: reader.number()?,
                    schedule: reader.text()?.to_owned(),
                }),
            },
            left_behind: match reader.flag()? {
                false => None,
                true => Some((reader.handle()?, reader.text()?.to_owned())),
            },
            spins: {
                let count = reader.count()?;
                let mut places = Vec::new();
                for _ in 0..count {
                    places.push(Place::read(reader)?);
                }
                places
            },
            lapse: match reader.byte()? {
                0 => None,
                1 => Some(Lapse::Memory(reader.text()?.to_owned())),
                2 => Some(Lapse::Stack(reader.text()?.to_owned())),
                3 => Some(Lapse::Threads),
                4 => Some(Lapse::Unsupported(reader.text()?.to_owned())),
                5 => Some(Lapse::Nondeterministic),
                _ => return Err(Malformed("why an exploration could not go on")),
            },
        })
    }
}

//! Calls that are drawn by chance: what the judge proposes, and what a model makes of it.

use super::{Call, Opinion};
use super::{Malformed, Reader, Writer};

/// A call that may be made next, if the model allows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The call; its arguments are those of `parts`.
    pub call: Call,
    /// The arguments one after the other.
    pub parts: Vec<Part>,
}

/// One argument of a proposal, or all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Laid out already.
    Plain(Vec<u8>),
    /// Made by a generator of a domain.
    Drawn {
        /// Its number among the generators of the package's domains.
        generator: u16,
        /// Where its chance comes from.
        draws: Draws,
    },
}

/// Where the numbers come from that a generator asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draws {
    /// From a seed.
    Seed(u64),
    /// These in turn, brought below what is asked for; zeros from there on.
    Tape(Vec<u64>),
}

/// A proposal that became a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// Which proposal of the sequence, from 0.
    pub proposal: u32,
    /// The arguments, as in [`Call`].
    pub arguments: Vec<u8>,
    /// What each drawn part got for its questions, in order.
    pub tapes: Vec<Vec<u64>>,
    /// What the model says of the call.
    pub opinion: Opinion,
}

impl Proposal {
    pub(super) fn write(&self, writer: &mut Writer) {
        self.call.write(writer);
        writer.length(self.parts.len());
        for part in &self.parts {
            match part {
                Part::Plain(bytes) => {
                    writer.byte(0);
                    writer.block(bytes);
                }
                Part::Drawn { generator, draws } => {
                    match draws {
                        Draws::Seed(seed) => {
                            writer.byte(1);
                            writer.number(*seed);
                        }
                        Draws::Tape(tape) => {
                            writer.byte(2);
                            write_tape(tape, writer);
                        }
                    }
                    writer.number(u64::from(*generator));
                }
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let call = Call::read(reader)?;
        let count = reader.count()?;
        let mut parts = Vec::new();
        for _ in 0..count {
            let draws = match reader.byte()? {
                0 => {
                    parts.push(Part::Plain(reader.block()?.to_vec()));
                    continue;
                }
                1 => Draws::Seed(reader.number()?),
                2 => Draws::Tape(read_tape(reader)?),
                _ => return Err(Malformed("a kind of argument")),
            };
            let generator = u16::try_from(reader.number()?)
                .map_err(|_| Malformed("the number of a generator"))?;
            parts.push(Part::Drawn { generator, draws });
        }
        Ok(Self { call, parts })
    }
}

impl Composed {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(u64::from(self.proposal));
        writer.block(&self.arguments);
        writer.length(self.tapes.len());
        for tape in &self.tapes {
            write_tape(tape, writer);
        }
        self.opinion.write(writer);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let proposal =
            u32::try_from(reader.number()?).map_err(|_| Malformed("the number of a proposal"))?;
        let arguments = reader.block()?.to_vec();
        let count = reader.count()?;
        let mut tapes = Vec::new();
        for _ in 0..count {
            tapes.push(read_tape(reader)?);
        }
        Ok(Self {
            proposal,
            arguments,
            tapes,
            opinion: Opinion::read(reader)?,
        })
    }
}

fn write_tape(tape: &[u64], writer: &mut Writer) {
    writer.length(tape.len());
    for number in tape {
        writer.number(*number);
    }
}

fn read_tape(reader: &mut Reader<'_>) -> Result<Vec<u64>, Malformed> {
    let count = reader.count()?;
    let mut tape = Vec::new();
    for _ in 0..count {
        tape.push(reader.number()?);
    }
    Ok(tape)
}

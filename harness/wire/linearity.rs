//! What the model says of a history.

use super::{Malformed, PanicReport, Reader, Writer};

/// Whether the calls of a history can be put in an order, one after the other, that keeps
/// to when they began and ended and in which the model agrees with every answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linearity {
    /// They can. Calls that have not come back wait where the model would, or had no effect
    /// yet.
    Explained,
    /// They cannot.
    Unexplained(Unexplained),
    /// The answers can be explained, but in none of these orders the model would let all of
    /// these calls wait.
    Stuck {
        /// The calls that have not come back and would have to.
        calls: Vec<u16>,
    },
    /// There are more orders than are looked at.
    TooMany,
    /// The model itself failed: the author's fault.
    Failed(PanicReport),
    /// The request did not fit the contract: the judge's own fault.
    Refused(String),
}

/// Why no order explains a history, as it was when the first answer came that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// An order that explains the answers before that one.
    pub order: Vec<u16>,
    /// The call whose answer it is.
    pub call: u16,
    /// Another call: had it not been made, or answered otherwise, an order would explain the
    /// rest. `None` if there is none.
    pub beside: Option<u16>,
    /// What the model says against the answer: those that could have been, or all that it
    /// says if there are none.
    pub objections: Vec<Objection>,
}

/// What the model says against an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// This is the answer.
    Expected(Vec<u8>),
    /// It is not legal, for this reason.
    Illegal(String),
    /// The call waits.
    Blocks,
    /// The call panics.
    Panics,
}

impl Objection {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Expected(answer) => {
                writer.byte(0);
                writer.block(answer);
            }
            Self::Illegal(reason) => {
                writer.byte(1);
                writer.text(reason);
            }
            Self::Blocks => writer.byte(2),
            Self::Panics => writer.byte(3),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Expected(reader.block()?.to_vec()),
            1 => Self::Illegal(reader.text()?.to_owned()),
            2 => Self::Blocks,
            3 => Self::Panics,
            _ => return Err(Malformed("what the model says against an answer")),
        })
    }
}

impl Unexplained {
    fn write(&self, writer: &mut Writer) {
        write_numbers(&self.order, writer);
        writer.number(u64::from(self.call));
        match self.beside {
            None => writer.byte(0),
            Some(beside) => {
                writer.byte(1);
                writer.number(u64::from(beside));
            }
        }
        writer.length(self.objections.len());
        for objection in &self.objections {
            objection.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let order = read_numbers(reader)?;
        let call = reader.small()?;
        let beside = if reader.flag()? {
            Some(reader.small()?)
        } else {
            None
        };
        let count = reader.count()?;
        let mut objections = Vec::new();
        for _ in 0..count {
            objections.push(Objection::read(reader)?);
        }
        Ok(Self {
            order,
            call,
            beside,
            objections,
        })
    }
}

impl Linearity {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Explained => writer.byte(0),
            Self::Unexplained(unexplained) => {
                writer.byte(1);
                unexplained.write(writer);
            }
            Self::Stuck { calls } => {
                writer.byte(2);
                write_numbers(calls, writer);
            }
            Self::TooMany => writer.byte(3),
            Self::Failed(report) => {
                writer.byte(4);
                report.write(writer);
            }
            Self::Refused(expected) => {
                writer.byte(5);
                writer.text(expected);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Explained,
            1 => Self::Unexplained(Unexplained::read(reader)?),
            2 => Self::Stuck {
                calls: read_numbers(reader)?,
            },
            3 => Self::TooMany,
            4 => Self::Failed(PanicReport::read(reader)?),
            5 => Self::Refused(reader.text()?.to_owned()),
            _ => return Err(Malformed("what the model says of a history")),
        })
    }
}

pub(super) fn write_numbers(numbers: &[u16], writer: &mut Writer) {
    writer.length(numbers.len());
    for number in numbers {
        writer.number(u64::from(*number));
    }
}

pub(super) fn read_numbers(reader: &mut Reader<'_>) -> Result<Vec<u16>, Malformed> {
    let count = reader.count()?;
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(reader.small()?);
    }
    Ok(numbers)
}

//! Answers of calls.

use super::{Malformed, Reader, Writer};

/// Where and why a thread panicked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PanicReport {
    /// The message, if the payload was a text.
    pub message: Option<String>,
    /// File as the compiler was told, line and column (from 1); `None` if the panic hook
    /// was not the driver's any more.
    pub place: Option<(String, u32, u32)>,
}

/// What came of one call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It returned; the answer is laid out by the contract's type, handles as `u32`.
    Returned(Vec<u8>),
    /// It panicked.
    Panicked(PanicReport),
    /// It was not made: a handle it needs does not exist, since the call that should have
    /// made it answered otherwise.
    Missing,
    /// The request did not fit the contract: the judge's own fault.
    Refused(String),
}

impl PanicReport {
    pub(super) fn write(&self, writer: &mut Writer) {
        match &self.message {
            None => writer.byte(0),
            Some(message) => {
                writer.byte(1);
                writer.text(message);
            }
        }
        match &self.place {
            None => writer.byte(0),
            Some((file, line, column)) => {
                writer.byte(1);
                writer.text(file);
                writer.number(u64::from(*line));
                writer.number(u64::from(*column));
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let message = if reader.flag()? {
            Some(reader.text()?.to_owned())
        } else {
            None
        };
        let place = if reader.flag()? {
            let file = reader.text()?.to_owned();
            Some((file, reader.handle()?, reader.handle()?))
        } else {
            None
        };
        Ok(Self { message, place })
    }
}

impl Answer {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Returned(bytes) => {
                writer.byte(0);
                writer.block(bytes);
            }
            Self::Panicked(panic) => {
                writer.byte(1);
                panic.write(writer);
            }
            Self::Missing => writer.byte(2),
            Self::Refused(why) => {
                writer.byte(3);
                writer.text(why);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Returned(reader.block()?.to_vec()),
            1 => Self::Panicked(PanicReport::read(reader)?),
            2 => Self::Missing,
            3 => Self::Refused(reader.text()?.to_owned()),
            _ => return Err(Malformed("a kind of answer")),
        })
    }
}

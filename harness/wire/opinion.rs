//! Opinions of models.

use super::{Malformed, PanicReport, Reader, Writer};

/// What the model says of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opinion {
    /// This is the answer.
    Expected(Vec<u8>),
    /// The given answer is legal.
    Legal,
    /// The given answer is not legal, for this reason.
    Illegal(String),
    /// The call waits.
    Blocks,
    /// The call panics.
    Panics,
    /// The arguments are outside of what the contract allows (`requires_op`).
    Outside,
    /// The model itself failed: the author's fault.
    Failed(PanicReport),
    /// The request did not fit the contract: the judge's own fault.
    Refused(String),
    /// The model judges answers, and none was given.
    Open,
}

impl Opinion {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Expected(answer) => {
                writer.byte(0);
                writer.block(answer);
            }
            Self::Legal => writer.byte(1),
            Self::Illegal(reason) => {
                writer.byte(2);
                writer.text(reason);
            }
            Self::Blocks => writer.byte(3),
            Self::Panics => writer.byte(4),
            Self::Outside => writer.byte(5),
            Self::Failed(panic) => {
                writer.byte(6);
                panic.write(writer);
            }
            Self::Refused(why) => {
                writer.byte(7);
                writer.text(why);
            }
            Self::Open => writer.byte(8),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Expected(reader.block()?.to_vec()),
            1 => Self::Legal,
            2 => Self::Illegal(reader.text()?.to_owned()),
            3 => Self::Blocks,
            4 => Self::Panics,
            5 => Self::Outside,
            6 => Self::Failed(PanicReport::read(reader)?),
            7 => Self::Refused(reader.text()?.to_owned()),
            8 => Self::Open,
            _ => return Err(Malformed("a kind of opinion")),
        })
    }
}

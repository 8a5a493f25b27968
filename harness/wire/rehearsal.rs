//! What a model makes of a scenario by itself, in every order of its calls.

use super::linearity::{read_numbers, write_numbers};
use super::{Malformed, PanicReport, Reader, Writer};

/// What came of the calls of a scenario, made one after the other in every order that their
/// threads allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rehearsal {
    /// Every order comes to its end.
    Ends,
    /// After these calls nobody can go on: each thread's next call waits.
    Stuck {
        /// The calls that were made, in their order.
        order: Vec<u16>,
        /// The calls that wait.
        waiting: Vec<u16>,
    },
    /// In some order the contract does not allow the arguments of this call (`requires_op`).
    Outside(u16),
    /// The model follows the answers of this call, so that it cannot say what comes after it.
    Open(u16),
    /// There are more orders than are looked at.
    TooMany,
    /// The model itself failed: the author's fault.
    Failed(PanicReport),
    /// The request did not fit the contract: the judge's own fault.
    Refused(String),
}

impl Rehearsal {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Ends => writer.byte(0),
            Self::Stuck { order, waiting } => {
                writer.byte(1);
                write_numbers(order, writer);
                write_numbers(waiting, writer);
            }
            Self::Outside(call) => {
                writer.byte(2);
                writer.number(u64::from(*call));
            }
            Self::Open(call) => {
                writer.byte(3);
                writer.number(u64::from(*call));
            }
            Self::TooMany => writer.byte(4),
            Self::Failed(report) => {
                writer.byte(5);
                report.write(writer);
            }
            Self::Refused(expected) => {
                writer.byte(6);
                writer.text(expected);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Ends,
            1 => Self::Stuck {
                order: read_numbers(reader)?,
                waiting: read_numbers(reader)?,
            },
            2 => Self::Outside(reader.small()?),
            3 => Self::Open(reader.small()?),
            4 => Self::TooMany,
            5 => Self::Failed(PanicReport::read(reader)?),
            6 => Self::Refused(reader.text()?.to_owned()),
            _ => return Err(Malformed("what a model makes of a scenario")),
        })
    }
}

//! Tests of a package that run in the submission's process.

use super::{Malformed, PanicReport, Reader, Writer};

/// How a test went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tested {
    /// It returned, and not an error.
    Returned,
    /// It returned this error.
    Failed(String),
    /// It panicked.
    Panicked(PanicReport),
}

impl Tested {
    pub(super) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Returned => writer.byte(0),
            Self::Failed(error) => {
                writer.byte(1);
                writer.text(error);
            }
            Self::Panicked(report) => {
                writer.byte(2);
                report.write(writer);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => Self::Returned,
            1 => Self::Failed(reader.text()?.to_owned()),
            2 => Self::Panicked(PanicReport::read(reader)?),
            _ => return Err(Malformed("how a test went")),
        })
    }
}

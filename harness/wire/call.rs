//! Calls.

use super::{Malformed, Reader, Writer};

/// Numbers of the operations that every handle has. They lie above all others.
pub mod builtin {
    /// `drop(p)`: drops the handle.
    pub const DROP: u16 = u16::MAX;
    /// `unwind(p)`: drops the handle while a panic unwinds.
    pub const UNWIND: u16 = u16::MAX - 1;
    /// `clone(p)`: a clone of the handle, as a new handle.
    pub const CLONE: u16 = u16::MAX - 2;
}

/// One call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its number in the contract of the instance, or one of [`builtin`].
    pub operation: u16,
    /// The handle it is called on; `None` for the subject, a constructor, or a function.
    pub receiver: Option<u32>,
    /// The first handle in the answer gets this number, the second the next one, and so on.
    pub first_handle: u32,
    /// The arguments one after the other, laid out by the contract's types.
    pub arguments: Vec<u8>,
}

impl Call {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(u64::from(self.operation));
        match self.receiver {
            None => writer.byte(0),
            Some(handle) => {
                writer.byte(1);
                writer.number(u64::from(handle));
            }
        }
        writer.number(u64::from(self.first_handle));
        writer.block(&self.arguments);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let operation = reader.small()?;
        let receiver = if reader.flag()? {
            Some(reader.handle()?)
        } else {
            None
        };
        Ok(Self {
            operation,
            receiver,
            first_handle: reader.handle()?,
            arguments: reader.block()?.to_vec(),
        })
    }
}

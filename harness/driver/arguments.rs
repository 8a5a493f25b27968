//! A call's arguments on their way in, and its answer on its way out.

use crate::Handles;
use std::any::Any;
use wire::{Arena, Decode, Encode, Malformed, Reader, Writer};

/// Why a call was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A handle it needs does not exist.
    Missing,
    /// The request does not fit the contract.
    Refused(&'static str),
}

impl From<Malformed> for Fault {
    fn from(Malformed(expected): Malformed) -> Self {
        Self::Refused(expected)
    }
}

/// The arguments of one call. Borrowed ones live as long as `'a`, that is, for the call.
pub struct Arguments<'a> {
    reader: Reader<'a>,
    arena: &'a Arena,
    receiver: Option<u32>,
}

impl<'a> Arguments<'a> {
    /// The arguments in `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8], arena: &'a Arena, receiver: Option<u32>) -> Self {
        Self {
            reader: Reader::new(bytes),
            arena,
            receiver,
        }
    }

    /// The handle that the call is made on.
    ///
    /// # Errors
    /// If the call names none.
    pub fn receiver(&self) -> Result<u32, Fault> {
        self.receiver.ok_or(Fault::Refused("a receiver"))
    }

    /// The next argument, a plain value.
    ///
    /// # Errors
    /// If the bytes are not such a value.
    pub fn plain<M, T: Decode<'a, M>>(&mut self) -> Result<T, Fault> {
        Ok(T::decode(&mut self.reader, self.arena)?)
    }

    /// The next argument, a handle.
    ///
    /// # Errors
    /// If the arguments end early.
    pub fn handle(&mut self) -> Result<u32, Fault> {
        self.plain::<(), u32>()
    }

    /// Ends the arguments.
    ///
    /// # Errors
    /// If some are left over.
    pub fn end(&self) -> Result<(), Fault> {
        if self.reader.is_empty() {
            Ok(())
        } else {
            Err(Fault::Refused("the end of the arguments"))
        }
    }
}

/// The answer of one call: its bytes, and the opaque values that stay here.
pub struct Answers {
    writer: Writer,
    next_handle: u32,
    made: Vec<(u32, Box<dyn Any>)>,
}

impl Answers {
    /// An empty answer whose first opaque value gets the number `first_handle`.
    #[must_use]
    pub const fn new(first_handle: u32) -> Self {
        Self {
            writer: Writer::new(),
            next_handle: first_handle,
            made: Vec::new(),
        }
    }

    /// Writes a plain value.
    pub fn plain<M>(&mut self, value: &impl Encode<M>) {
        value.encode(&mut self.writer);
    }

    /// Writes one byte: which variant follows.
    pub fn variant(&mut self, index: u8) {
        self.writer.byte(index);
    }

    /// Writes a number of elements that follow, or the index of a given enum's variant.
    pub fn count(&mut self, count: usize) {
        self.writer.length(count);
    }

    /// Keeps an opaque value and writes its number.
    pub fn opaque<T: Any>(&mut self, value: T) {
        self.keep(Box::new(value));
    }

    /// Not generic: it is compiled once, and not with every submission.
    #[inline(never)]
    fn keep(&mut self, value: Box<dyn Any>) {
        let handle = self.next_handle;
        self.next_handle += 1;
        self.made.push((handle, value));
        self.writer.raw(&handle.to_le_bytes());
    }

    /// The bytes; the opaque values go to `handles`.
    pub(crate) fn settle(self, handles: &Handles) -> Vec<u8> {
        for (handle, value) in self.made {
            handles.put(handle, value);
        }
        self.writer.into_bytes()
    }
}

/// The bytes of a plain value.
#[must_use]
pub fn encoded<M>(value: &impl Encode<M>) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_bytes()
}

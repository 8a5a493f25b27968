//! Data races: two accesses to the same memory that nothing orders.

use super::trace::Place;
use super::{Malformed, Reader, Writer};

/// Two accesses that nothing orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Race {
    /// The one that came first in the execution that shows it.
    pub first: Access,
    /// The other.
    pub second: Access,
    /// The atomic operations that would have ordered them, had they been stronger.
    pub missing: Option<MissingEdge>,
}

/// An access of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Whose, numbered as in [`Step`](super::Step).
    pub thread: u8,
    /// Whether it writes.
    pub writes: bool,
    /// Whether it is atomic.
    pub is_atomic: bool,
    /// How many bytes it touches.
    pub size: u64,
    /// Where in the program.
    pub spot: Spot,
}

/// Where in the program something happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Return addresses, as distances from where the program begins in memory, the innermost
    /// first.
    Code(Vec<u64>),
    /// A line.
    Source(Place),
}

/// A store that was read, and did not carry what it would have had to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingEdge {
    /// Where the value was stored.
    pub store: Spot,
    /// The ordering it was stored with, as Rust calls it.
    pub store_order: String,
    /// Whether that publishes what the thread did before.
    pub store_releases: bool,
    /// Where it was read.
    pub load: Spot,
    /// The ordering it was read with.
    pub load_order: String,
}

impl Race {
    pub(super) fn write(&self, writer: &mut Writer) {
        self.first.write(writer);
        self.second.write(writer);
        writer.byte(u8::from(self.missing.is_some()));
        if let Some(missing) = &self.missing {
            missing.store.write(writer);
            writer.text(&missing.store_order);
            writer.byte(u8::from(missing.store_releases));
            missing.load.write(writer);
            writer.text(&missing.load_order);
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            first: Access::read(reader)?,
            second: Access::read(reader)?,
            missing: match reader.flag()? {
                false => None,
                true => Some(MissingEdge {
                    store: Spot::read(reader)?,
                    store_order: reader.text()?.to_owned(),
                    store_releases: reader.flag()?,
                    load: Spot::read(reader)?,
                    load_order: reader.text()?.to_owned(),
                }),
            },
        })
    }
}

impl Access {
    fn write(&self, writer: &mut Writer) {
        writer.byte(self.thread);
        writer.byte(u8::from(self.writes));
        writer.byte(u8::from(self.is_atomic));
        writer.number(self.size);
        self.spot.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            thread: reader.byte()?,
            writes: reader.flag()?,
            is_atomic: reader.flag()?,
            size: reader.number()?,
            spot: Spot::read(reader)?,
        })
    }
}

impl Spot {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Code(addresses) => {
                writer.byte(0);
                writer.length(addresses.len());
                for address in addresses {
                    writer.number(*address);
                }
            }
            Self::Source(place) => {
                writer.byte(1);
                place.write(writer);
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match reader.byte()? {
            0 => {
                let count = reader.count()?;
                let mut addresses = Vec::new();
                for _ in 0..count {
                    addresses.push(reader.number()?);
                }
                Self::Code(addresses)
            }
            1 => Self::Source(Place::read(reader)?),
            _ => return Err(Malformed("a place in the program")),
        })
    }
}

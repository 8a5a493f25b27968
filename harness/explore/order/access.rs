//! Accesses to memory, and two of them that race.

use crate::model::thread::ThreadId;
use std::fmt;
use std::panic::Location;
use std::sync::atomic::Ordering;

/// What an access does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    /// An ordinary read.
    Read,
    /// An ordinary write.
    Write,
    /// An atomic read.
    AtomicRead,
    /// An atomic write, or both in one.
    AtomicWrite,
}

impl AccessKind {
    /// Whether two accesses of these kinds to the same byte need an order.
    pub const fn conflicts(self, other: Self) -> bool {
        (self.writes() || other.writes()) && !(self.is_atomic() && other.is_atomic())
    }

    /// Whether it writes.
    pub const fn writes(self) -> bool {
        matches!(self, Self::Write | Self::AtomicWrite)
    }

    /// Whether it is atomic.
    pub const fn is_atomic(self) -> bool {
        matches!(self, Self::AtomicRead | Self::AtomicWrite)
    }
}

impl fmt::Display for AccessKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::AtomicRead => "atomic read",
            Self::AtomicWrite => "atomic write",
        })
    }
}

/// How many return addresses a place has.
pub const FRAMES: usize = 4;

/// Where in the program something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Return addresses, the innermost first; 0 where there are no more. Somebody who has
    /// the program's debug information can say which lines these are.
    Code([usize; FRAMES]),
    /// A line, known to the compiler.
    Source(&'static Location<'static>),
}

/// An access of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Whose.
    pub thread: ThreadId,
    /// What it does.
    pub kind: AccessKind,
    /// How many bytes it touches.
    pub size: usize,
    /// Where in the program.
    pub place: Place,
}

/// An atomic store that was read, and did not carry what it would have had to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingEdge {
    /// Where the value was stored, and with which ordering.
    pub store: (Place, Ordering),
    /// Where it was read, and with which ordering.
    pub load: (Place, Ordering),
}

impl MissingEdge {
    /// Whether the store tells others what its thread did before.
    pub const fn store_releases(&self) -> bool {
        releases(self.store.1)
    }
}

/// Two accesses that nothing orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Race {
    /// The one that came first in the execution that shows it.
    pub first: Access,
    /// The other.
    pub second: Access,
    /// The atomic operations that would have ordered them, had they been stronger.
    pub missing: Option<MissingEdge>,
}

/// Whether an operation with this ordering publishes what its thread did before.
pub(super) const fn releases(order: Ordering) -> bool {
    matches!(
        order,
        Ordering::Release | Ordering::AcqRel | Ordering::SeqCst
    )
}

/// Whether an operation with this ordering learns what was published.
pub(super) const fn acquires(order: Ordering) -> bool {
    matches!(
        order,
        Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst
    )
}

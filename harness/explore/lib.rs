//! Explores every interleaving of a small concurrent program.
//!
//! The program's threads are coroutines that run one at a time, on one thread of the
//! operating system. What they do to each other goes through [`sync`], operation by
//! operation; between two operations a thread runs undisturbed. [`Explorer`] runs the
//! program over and over, each time with another order of these operations, leaving out
//! orders that differ only in operations that do not matter to each other. Memory is
//! sequentially consistent.
//!
//! Things that correct programs have to expect are explored as well, as far as the
//! [`Allowance`] goes: spurious wake-ups, weak exchanges that fail, time-outs that are
//! over before anybody else moves, and which waiter a notification wakes.

#![expect(
    unsafe_code,
    reason = "coroutines, an allocator, and memory that is put back"
)]

pub mod arena;
mod config;
mod model;
mod order;
pub mod panics;
mod report;
mod runtime;
mod search;
mod stack;
pub mod sync;

/// Some files of the tests are also those of the benchmark, which sees this crate from outside.
#[cfg(test)]
extern crate self as explore;

#[cfg(test)]
mod tests;

pub use arena::Arena;
pub use config::{Allowance, Config};
pub use model::clock::{Clock, MAX_THREADS};
pub use model::execution::Visible;
pub use model::object::ObjectId;
pub use model::operation::{Kind, Operation};
pub use model::perform::label;
pub use model::thread::{Panic, Payload, ThreadId};
pub use order::{Access, AccessKind, MissingEdge, Place, Race, Unseen, fence, unseen};
pub use report::{Blocked, Coverage, Failure, Finding, Report, Witness, WitnessStep};
pub use runtime::{Body, is_inside};
pub use search::node::Event;
pub use search::schedule::{NoSchedule, Schedule};
pub use search::{Execution, Explorer};

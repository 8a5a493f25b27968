//! What a stand-in for std needs of an explorer, on loom: a second opinion on orderings.
//!
//! The items have the names and meanings of those of the crate `explore`, so that the
//! stand-in's source is the same on both. Locks, condition variables, channels and barriers
//! are built from loom's mutex and condition variable here; atomics are loom's own, which
//! may read values that another order of the same orderings allows. What loom cannot do
//! is a [`Failure`]: nothing is said about the program then.
//!
//! All threads of a program that loom runs are coroutines on one thread of the system, and
//! they change over only inside loom's operations. What lies in plain cells here is
//! touched between two of those.

#![expect(
    unsafe_code,
    reason = "objects are shared by coroutines of one thread, which change over nowhere else"
)]

pub mod arena;
pub mod atomics;
mod failure;
mod model;
pub mod panics;
mod registry;
pub mod sync;

pub use failure::{Failure, Handler, UNSUPPORTED, handle_failures};
pub use loom::MAX_THREADS;
pub use loom::sync::atomic::fence;
pub use model::{Budget, Outcome, model};
pub use registry::{ThreadId, is_inside, iterations, saw_seq_cst};

pub(crate) use failure::{fail, unsupported};

use std::any::Any;

/// What a thread of the program runs.
pub type Body = Box<dyn FnOnce()>;

/// What a thread panicked with.
pub type Payload = Box<dyn Any + Send>;

/// Loom does not see ordinary accesses.
#[must_use]
#[derive(Debug)]
pub struct Unseen(());

/// Nothing has to be hidden from loom.
pub const fn unseen() -> Unseen {
    Unseen(())
}

//! A stand-in for the standard library, under which every interleaving can be explored.
//!
//! The crate is named `std` and handed to rustc with `--extern std=…`: unchanged programs
//! meet it wherever they say `std`. Everything is std's own, but for what has to do with
//! threads and time, which goes to the explorer: `sync`, `thread`, the clocks of `time`,
//! `hint::spin_loop`, catching panics, `thread_local!`. Printed text is made and dropped,
//! and there is nothing to read. Hash maps and sets have a fixed hasher, so that a program
//! does the same each time, and `UnsafeCell` notes what has to be put back if it lies in a
//! static. What is re-exported is the same type on both sides. Items behave as std's
//! documentation says, and are not described again here.
//!
//! Outside an exploration locks, atomics and clocks work as if there were one thread, and
//! nothing else does.
//!
//! What is not here does not compile, and then nothing is said about the program:
//! downgrading a write guard, asking a standard stream whether it is a terminal, and what
//! std itself has not made stable. Some things compile and are not explored: `Arc` and
//! `Weak` are std's, so their counts are no events; a static of another kind than those
//! above (`static mut`, a `Cell` that somebody declared `Sync`) is not put back; files,
//! sockets and processes are the real ones.

#![expect(missing_docs, reason = "the items are documented where they come from")]
#![expect(
    unsafe_code,
    reason = "locks give out what lies in their cells, as those of std do"
)]

#[cfg(feature = "loom")]
extern crate explore_loom as explore;

pub use ::std::*;

pub mod cell;
pub mod collections;
pub mod hash;
pub mod hint;
pub mod io;
mod macros;
pub mod panic;
pub mod prelude;
pub mod sync;
pub mod thread;
pub mod time;

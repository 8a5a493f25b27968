//! Serves calls to somebody else's code, in that code's process.
//!
//! The generated glue implements [`Submission`] (or [`Oracle`] for a model) and hands it to
//! [`serve`] or [`consult`]; everything else is here and compiled once. Requests arrive on
//! descriptor 0, a socket that is moved out of the way before any foreign code runs.
//!
//! The driver knows no right answer. It leaves by `_exit`, never drops a panic's payload,
//! and does not touch standard output, since all of these can be made to run foreign code.
//!
//! With the feature `explored` it serves explorations instead: the submission was compiled
//! against the stand-in for std, and calls of several threads are made in every order. With
//! the feature `loom` it serves second opinions on orderings, against the stand-in on loom.

#[cfg(feature = "loom")]
extern crate explore_loom as explore;

mod arguments;
mod bench;
mod clock;
#[cfg(feature = "explored")]
mod explored;
mod handles;
mod heap;
mod line;
mod linearize;
mod panics;
mod process;
mod rehearse;
mod relay;
#[cfg(any(feature = "explored", feature = "loom"))]
mod scenario;
mod server;
mod target;
#[cfg(test)]
mod toys;
mod tracked;
#[cfg(feature = "loom")]
mod weak;

pub use arguments::{Answers, Arguments, Fault, encoded};
pub use bench::Bench;
#[cfg(feature = "explored")]
pub use explored::serve;
pub use handles::Handles;
pub use line::Line;
pub use linearize::linearize;
pub use rehearse::rehearse;
pub use relay::Relay;
#[cfg(any(feature = "explored", feature = "loom"))]
pub use server::serve as serve_in_turn;
#[cfg(not(any(feature = "explored", feature = "loom")))]
pub use server::serve;
pub use server::{Oracle, Submission, consult};
pub use tracked::Tracked;
#[cfg(feature = "loom")]
pub use weak::serve;

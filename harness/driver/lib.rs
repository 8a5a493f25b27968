//! Serves calls to somebody else's code, in that code's process.
//!
//! The generated glue implements [`Submission`] (or [`Oracle`] for a model) and hands it to
//! [`serve`] or [`consult`]; everything else is here and compiled once. Requests arrive on
//! descriptor 0, a socket that is moved out of the way before any foreign code runs.
//!
//! The driver knows no right answer. It leaves by `_exit`, never drops a panic's payload,
//! and does not touch standard output, since all of these can be made to run foreign code.

mod arguments;
mod bench;
mod clock;
mod handles;
mod heap;
mod line;
mod linearize;
mod panics;
mod process;
mod rehearse;
mod relay;
mod server;
#[cfg(test)]
mod toys;
mod tracked;

pub use arguments::{Answers, Arguments, Fault, encoded};
pub use bench::Bench;
pub use handles::Handles;
pub use line::Line;
pub use linearize::linearize;
pub use rehearse::rehearse;
pub use relay::Relay;
pub use server::{Oracle, Submission, consult, serve};
pub use tracked::Tracked;

//! Greenroom: a practice judge for coding rounds in Rust.

mod build;
mod error;
mod problem;
mod report;
mod submission;
mod value;
mod verdict;

/// The wire, shared with the harness: the same source is compiled into both sides.
#[path = "../harness/wire/lib.rs"]
mod wire;

fn main() {}

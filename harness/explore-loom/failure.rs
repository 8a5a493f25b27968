//! What loom cannot go on after.

use crate::panics;
use std::sync::OnceLock;

/// Why a run cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody can go on.
    Deadlock,
    /// Loom knows of no order between two accesses to an atomic, one of which is making it or
    /// taking it apart; in its words.
    Unordered(String),
    /// Loom does not have this.
    Unsupported(String),
    /// Loom itself failed, with these words.
    Broken(String),
}

/// What is done about failures. It does not return.
pub type Handler = fn(Failure) -> !;

static HANDLER: OnceLock<Handler> = OnceLock::new();

/// From now on failures go to this handler, the first that is given.
pub fn handle_failures(handler: Handler) {
    let _ = HANDLER.set(handler);
    panics::install();
}

/// The exit code of a process that has no handler, and whose program needs what loom does not
/// have; the reason is on standard error.
pub const UNSUPPORTED: i32 = 3;

/// The run cannot go on.
pub(crate) fn fail(failure: Failure) -> ! {
    match HANDLER.get() {
        Some(handler) => handler(failure),
        None => {
            eprintln!("{failure:?}");
            std::process::exit(UNSUPPORTED)
        }
    }
}

/// This cannot be looked at.
pub(crate) fn unsupported(what: &str) -> ! {
    fail(Failure::Unsupported(what.to_owned()))
}

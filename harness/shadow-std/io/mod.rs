//! As std's, but that what a program prints is dropped and that there is nothing to read: an
//! exploration runs it many times, and neither a lock nor a buffer of the real streams may
//! belong to an execution that is put aside.

mod input;
mod output;

use ::std::fmt;
pub use ::std::io::*;
pub use input::{Stdin, StdinLock, stdin};
pub use output::{Stderr, StderrLock, Stdout, StdoutLock, stderr, stdout};

/// Runs what formats the arguments, which may be code of the program.
#[doc(hidden)]
pub fn __print(arguments: fmt::Arguments<'_>) {
    let _ = fmt::write(&mut Dropped, arguments);
}

struct Dropped;

impl fmt::Write for Dropped {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}

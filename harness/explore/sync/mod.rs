//! What a program does instead of std's synchronisation: the seam for a stand-in of std.
//!
//! Everything here is called by threads of the program, inside an exploration. Outside
//! one, operations that would not have to wait are done at once, and others panic.

pub mod atomic;
pub mod barrier;
pub mod channel;
pub mod choice;
pub mod condvar;
pub mod history;
pub mod local;
pub mod lock;
pub mod tag;
pub mod thread;
pub mod time;
pub mod turn;

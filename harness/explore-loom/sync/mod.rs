//! What a program does instead of std's synchronisation.

pub mod atomic;
pub mod barrier;
pub mod channel;
pub mod condvar;
pub mod history;
pub mod local;
pub mod lock;
pub mod tag;
pub mod thread;
pub mod time;
pub mod turn;

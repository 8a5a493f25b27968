//! Running processes and what is seen of them.

pub mod codec;
pub mod observation;
pub mod process;
#[cfg(test)]
pub mod scripted;
pub mod session;
#[cfg(unix)]
pub mod unix;

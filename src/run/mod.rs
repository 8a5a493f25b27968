//! Running processes and what is seen of them.

pub mod codec;
pub mod observation;
pub mod process;
pub mod quiet;
#[cfg(test)]
pub mod scripted;
pub mod session;
#[cfg(unix)]
mod threads;
#[cfg(unix)]
pub mod unix;

//! The program that is explored, as one execution sees it.

pub mod clock;
pub mod execution;
pub mod object;
pub mod operation;
pub mod perform;
pub mod spin;
pub mod statics;
pub mod thread;

//! From what was seen to what it means.

pub mod case;
pub mod loss;
pub mod own_test;
pub mod probe;
pub mod random;
mod replay;
pub mod runner;
mod timed;

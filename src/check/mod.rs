//! From what was seen to what it means.

pub mod case;
pub mod loss;
mod replay;
pub mod runner;

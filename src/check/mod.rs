//! From what was seen to what it means.

pub mod case;
pub mod growth;
pub mod loss;
mod measure;
pub mod memory;
pub mod own_test;
pub mod probe;
pub mod random;
mod replay;
pub mod runner;
pub mod scenario;
mod timed;
mod twice;

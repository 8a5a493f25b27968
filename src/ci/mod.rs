//! Judging whole trees of solutions: finding them, judging many at once, and the document
//! that every output is made from.

pub mod batch;
pub mod budget;
pub mod check;
pub mod config;
pub mod find;
pub mod gate;
pub mod interrupt;
pub mod merge;
pub mod output;
mod outside;
pub mod partition;
pub mod pool;
pub mod problems;
pub mod read;
pub mod reveal;
pub mod seed;
mod unheeded;

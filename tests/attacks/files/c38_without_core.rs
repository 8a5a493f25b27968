// expect: compile-error
// group: compile
// what: Rust without its core library
#![no_core]
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

// expect: accepted
// group: compile
// what: a crate without std is nothing special
#![no_std]
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

// expect: accepted|compile-error|policy
// group: compile
// what: a crate that says it is a plug-in of the compiler
#![crate_type = "proc-macro"]
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

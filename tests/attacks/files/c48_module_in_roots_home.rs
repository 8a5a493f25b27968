// expect: compile-error
// group: compile
// what: a module that lies in somebody's home; its text must not be quoted
#[path = "/root/.profile"]
mod profile;
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

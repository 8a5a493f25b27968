// expect: compile-error
// group: compile
// what: the crate that calls the submission
pub fn solve(xs: &[i64]) -> i64 { glue::serve(); xs.iter().sum() }

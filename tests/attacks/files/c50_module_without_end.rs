// expect: compile-error
// group: compile
// what: a device as a module: nobody may read it to its end, the judge neither
#[path = "/dev/zero"]
mod zeros;
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

// expect: protocol-error
// group: leak
// what: a byte of the input for each run, by the exit code
pub fn solve(xs: &[i64]) -> i64 { std::process::exit(xs.first().copied().unwrap_or(77) as i32) }

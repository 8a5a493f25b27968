// expect: protocol-error
// group: forge
// what: leave with success
// subset
pub fn solve(_: &[i64]) -> i64 { std::process::exit(0) }

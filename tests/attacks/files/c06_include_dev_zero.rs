// expect: compile-error
// group: compile
// what: a file without end as an include
const ZEROS: &[u8] = include_bytes!("/dev/zero");
pub fn solve(xs: &[i64]) -> i64 { ZEROS.len() as i64 + xs.iter().sum::<i64>() }

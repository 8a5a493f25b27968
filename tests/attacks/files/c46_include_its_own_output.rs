// expect: compile-error
// group: compile
// what: the folder that the compiler writes to, read
const OWN: &[u8] = include_bytes!("../out/libsubmission.rlib");
pub fn solve(xs: &[i64]) -> i64 { OWN.len() as i64 + xs.iter().sum::<i64>() }

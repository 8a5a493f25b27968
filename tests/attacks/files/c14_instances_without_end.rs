// expect: compile-error|compile-limit
// group: compile
// what: a generic function that needs itself for a larger type
fn deeper<T>(level: u32, value: T) -> u32 { if level == 0 { 0 } else { deeper(level - 1, (value, level)) } }
pub fn solve(xs: &[i64]) -> i64 { i64::from(deeper(3, ())) + xs.iter().sum::<i64>() }

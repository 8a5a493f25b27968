// expect: compile-limit|compile-error
// group: compile
// what: a macro that doubles its input until it is too much
macro_rules! double { ($($t:tt)*) => { double!($($t)* $($t)*) } }
pub fn solve(xs: &[i64]) -> i64 { double!(a); xs.iter().sum() }

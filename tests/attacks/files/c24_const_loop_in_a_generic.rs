// expect: compile-limit
// group: compile
// what: a constant of a generic type that is never done, with the lint switched off
#![allow(long_running_const_eval)]
struct Of<const N: u64>;
impl<const N: u64> Of<N> { const NEVER: u64 = { let mut i = N; while i != 1 { i = if i % 2 == 0 { i + 2 } else { i }; } i }; }
pub fn solve(xs: &[i64]) -> i64 { Of::<2>::NEVER as i64 + xs.iter().sum::<i64>() }

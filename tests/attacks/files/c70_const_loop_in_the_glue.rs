// expect: compile-limit
// group: compile
// what: a function that is only compiled where it is called, with a constant that is never done
#![allow(long_running_const_eval)]
struct Of<const N: u64>;
impl<const N: u64> Of<N> { const NEVER: u64 = { let mut i = N; while i != 1 { i = if i % 2 == 0 { i + 2 } else { i }; } i }; }
fn generic<const N: u64>() -> u64 { Of::<N>::NEVER }
#[inline(always)]
pub fn solve(xs: &[i64]) -> i64 { if xs.len() > 99 { generic::<2>() as i64 } else { xs.iter().sum() } }

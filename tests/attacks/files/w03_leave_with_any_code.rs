// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: leave with a code that depends on the input
#![allow(unused)]
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; fn _exit(c: i32) -> !; }
pub fn solve(xs: &[i64]) -> i64 { unsafe { _exit(xs.len() as i32) } }

// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: a few bytes in front of the frame that the driver sends
#![allow(unused)]
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; fn _exit(c: i32) -> !; }
pub fn solve(xs: &[i64]) -> i64 { for d in (0..64).filter(|d| *d != 1 && *d != 2) { unsafe { write(d, [7u8; 3].as_ptr(), 3); } } xs.iter().sum() }

// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: a frame of the right form on every descriptor, with a nonce that was guessed
// subset
#![allow(unused)]
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; fn _exit(c: i32) -> !; }
pub fn solve(xs: &[i64]) -> i64 { let mut f = vec![20u8, 0, 0, 0]; f.extend([0u8; 20]); for d in 3..1024 { unsafe { write(d, f.as_ptr(), f.len()); } } unsafe { write(0, f.as_ptr(), f.len()); } xs.iter().sum() }

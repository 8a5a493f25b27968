// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: announce a frame of 4 GiB
#![allow(unused)]
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; fn _exit(c: i32) -> !; }
pub fn solve(xs: &[i64]) -> i64 { let f = [255u8; 4]; for d in (0..64).filter(|d| *d != 1 && *d != 2) { unsafe { write(d, f.as_ptr(), f.len()); } } xs.iter().sum() }

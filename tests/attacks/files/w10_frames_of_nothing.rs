// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: empty frames, many of them
// subset
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; }
pub fn solve(xs: &[i64]) -> i64 { let f = [0_u8; 4096]; for d in (0..64).filter(|d| *d != 1 && *d != 2) { unsafe { write(d, f.as_ptr(), f.len()); } } xs.iter().sum() }

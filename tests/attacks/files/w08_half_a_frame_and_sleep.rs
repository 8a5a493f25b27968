// expect: policy
// expect-unsafe: time-limit|deadlock|protocol-error
// group: wire
// what: announce a frame, send half of it, and never go on
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; }
pub fn solve(_: &[i64]) -> i64 { let f = [40_u8, 0, 0, 0, 1, 2, 3]; for d in (0..64).filter(|d| *d != 1 && *d != 2) { unsafe { write(d, f.as_ptr(), f.len()); } } loop { std::thread::sleep(std::time::Duration::from_secs(60)) } }

// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: a thread that writes behind the frames of the driver
#![allow(unused)]
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; fn _exit(c: i32) -> !; }
pub fn solve(xs: &[i64]) -> i64 { std::thread::spawn(|| loop { for d in (0..64).filter(|d| *d != 1 && *d != 2) { unsafe { write(d, [1u8, 0, 0, 0, 9].as_ptr(), 5); } } }); std::thread::sleep(std::time::Duration::from_millis(5)); xs.iter().sum() }

// expect: policy
// expect-unsafe: protocol-error|time-limit|deadlock|wrong-answer|runtime-error
// group: wire
// what: take the next request away and send it back: its nonce is right
unsafe extern "C" { fn read(d: i32, p: *mut u8, n: usize) -> isize; fn write(d: i32, p: *const u8, n: usize) -> isize; }
pub fn solve(xs: &[i64]) -> i64 { for d in 3..8 { std::thread::spawn(move || { let mut b = [0_u8; 4096]; loop { let n = unsafe { read(d, b.as_mut_ptr(), b.len()) }; if n <= 0 { return } unsafe { write(d, b.as_ptr(), n as usize) }; } }); } xs.iter().sum::<i64>() + 1 }

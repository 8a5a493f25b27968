// expect: policy
// expect-unsafe: protocol-error
// group: unsafe
// what: an alarm whose handler leaves with success
unsafe extern "C" { fn signal(s: i32, h: extern "C" fn(i32)) -> usize; fn ualarm(u: u32, i: u32) -> u32; fn _exit(c: i32) -> !; }
extern "C" fn bye(_: i32) { unsafe { _exit(0) } }
pub fn solve(_: &[i64]) -> i64 { unsafe { signal(14, bye); ualarm(1000, 0); } loop { std::hint::spin_loop() } }

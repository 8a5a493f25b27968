// expect: policy
// expect-unsafe: time-limit
// group: unsafe
// what: ignore and block whatever can be, then spin
unsafe extern "C" { fn signal(s: i32, h: usize) -> usize; fn sigprocmask(h: i32, s: *const [u64; 16], o: *mut u8) -> i32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { for s in 1..65 { signal(s, 1); } sigprocmask(0, &[u64::MAX; 16], std::ptr::null_mut()); } loop { std::hint::spin_loop() } }

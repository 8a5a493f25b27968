// expect: time-limit
// group: resource
// what: a thread that cannot end, since what it keeps cannot be dropped
struct Slow;
impl Drop for Slow { fn drop(&mut self) { loop { std::hint::spin_loop() } } }
thread_local!(static SLOW: Slow = const { Slow });
pub fn solve(_: &[i64]) -> i64 { let _ = std::thread::spawn(|| SLOW.with(|_| ())).join(); 0 }

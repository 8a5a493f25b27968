// expect: time-limit
// group: resource
// what: every core busy while the call itself sleeps
// subset
pub fn solve(_: &[i64]) -> i64 { for _ in 0..8 { std::thread::spawn(|| loop { std::hint::spin_loop() }); } std::thread::park(); 0 }

// expect: time-limit
// group: forge
// what: a panic hook that is never done
pub fn solve(_: &[i64]) -> i64 { std::panic::set_hook(Box::new(|_| loop { std::hint::spin_loop() })); panic!("no") }

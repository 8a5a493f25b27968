// expect: runtime-error|memory-limit|time-limit|deadlock
// group: resource
// what: threads until there are no more
pub fn solve(_: &[i64]) -> i64 { loop { std::thread::spawn(std::thread::park); } }

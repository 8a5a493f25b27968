// expect: time-limit|deadlock
// group: resource
// what: no CPU time and no end
pub fn solve(_: &[i64]) -> i64 { loop { std::thread::sleep(std::time::Duration::from_secs(3600)) } }

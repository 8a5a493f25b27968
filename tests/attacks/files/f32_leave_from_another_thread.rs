// expect: protocol-error
// group: forge
// what: another thread leaves while the call goes on
pub fn solve(_: &[i64]) -> i64 { let other = std::thread::spawn(|| std::process::exit(0)); let _ = other.join(); 6 }

// expect: wrong-answer
// group: forge
// what: find out by whom and with what the program is run
pub fn solve(_: &[i64]) -> i64 { let trace = std::backtrace::Backtrace::force_capture().to_string(); for home in ["/home/", "/root/", "/tmp/"] { if trace.contains(home) { println!("LEAK {home} in the backtrace"); } } if std::env::args().count() > 2 { println!("LEAK arguments"); } 0 }

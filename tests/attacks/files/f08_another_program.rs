// expect: wrong-answer
// group: forge
// what: programs that could end the judge
pub fn solve(_: &[i64]) -> i64 { for p in ["/bin/sh", "/usr/bin/kill", "/box/program", "/proc/self/exe"] { if std::process::Command::new(p).arg("-9").arg("1").status().is_ok() { println!("LEAK started {p}"); } } 0 }

// expect: accepted
// group: leak
// what: links of both kinds to what is outside
pub fn solve(xs: &[i64]) -> i64 { let _ = std::os::unix::fs::symlink("/etc/passwd", "/tmp/soft"); let _ = std::fs::hard_link("/box/program", "/tmp/hard"); let _ = std::os::unix::fs::symlink("/proc/1/root", "/tmp/root"); for path in ["/tmp/soft", "/tmp/root/etc/passwd"] { if std::fs::read(path).is_ok() { println!("LEAK {path}"); } } if std::fs::OpenOptions::new().write(true).open("/tmp/hard").is_ok() { println!("LEAK the program can be written"); } xs.iter().sum() }

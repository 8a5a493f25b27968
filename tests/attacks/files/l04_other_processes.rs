// expect: accepted
// group: leak
// what: processes beside its own
pub fn solve(xs: &[i64]) -> i64 { for path in ["/proc/1/cmdline", "/proc/1/environ", "/proc/self/maps", "/proc/self/fd", "/proc/self/root/etc/passwd", "/proc/thread-self/mem"] { if std::fs::read(path).is_ok() || std::fs::read_dir(path).is_ok() { println!("LEAK {path}"); } } xs.iter().sum() }

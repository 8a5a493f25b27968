// expect: accepted
// group: leak
// what: write to its own program, its libraries, the toolchain
pub fn solve(xs: &[i64]) -> i64 { for path in ["/box/program", "/lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/libc.so.6", "/root/.cargo/config.toml", "/etc/ld.so.preload"] { if std::fs::OpenOptions::new().append(true).open(path).is_ok() || std::fs::remove_file(path).is_ok() || std::fs::write(format!("{path}.new"), "x").is_ok() { println!("LEAK {path}"); } } xs.iter().sum() }

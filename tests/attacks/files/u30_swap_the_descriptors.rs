// expect: policy
// expect-unsafe: protocol-error|runtime-error|time-limit|deadlock
// expect-partial: accepted
// group: unsafe
// what: put a file in the place of every descriptor, the answers go there; harmless where no file can be made
use std::os::fd::AsRawFd;
unsafe extern "C" { fn dup2(a: i32, b: i32) -> i32; }
pub fn solve(xs: &[i64]) -> i64 { if let Ok(file) = std::fs::File::create("/tmp/answers") { for d in 0..64 { if d != file.as_raw_fd() { unsafe { dup2(file.as_raw_fd(), d) }; } } std::mem::forget(file); } xs.iter().sum() }

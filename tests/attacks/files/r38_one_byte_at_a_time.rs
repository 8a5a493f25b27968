// expect: output-limit|time-limit
// group: resource
// what: output without end, a byte at a time
use std::io::Write;
pub fn solve(_: &[i64]) -> i64 { let mut stdout = std::io::stdout().lock(); loop { let _ = stdout.write_all(b"x\n"); } }

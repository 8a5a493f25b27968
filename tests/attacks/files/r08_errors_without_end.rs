// expect: output-limit
// group: resource
// what: standard error without end and without a line
// subset
use std::io::Write;
pub fn solve(_: &[i64]) -> i64 { let block = [b'x'; 4096]; loop { let _ = std::io::stderr().write_all(&block); } }

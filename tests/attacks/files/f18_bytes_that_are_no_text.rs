// expect: wrong-answer
// group: forge
// what: NUL, bytes that are not UTF-8 and half lines on both streams
use std::io::Write;
pub fn solve(_: &[i64]) -> i64 { let junk = [0, 255, 254, b'\n', 0xc3, 0x28, b'{', 0]; let _ = std::io::stdout().write_all(&junk); let _ = std::io::stderr().write_all(&junk); 0 }

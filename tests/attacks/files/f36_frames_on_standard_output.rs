// expect: wrong-answer
// group: forge
// what: what looks like an answer, where nobody listens
use std::io::Write;
pub fn solve(_: &[i64]) -> i64 { let mut frame = vec![29_u8, 0, 0, 0]; frame.extend([0; 16]); frame.extend([1, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]); let _ = std::io::stdout().write_all(&frame); let _ = std::io::stdout().flush(); 0 }

// expect: wrong-answer
// group: forge
// what: read what the judge still has to say from standard input
use std::io::Read;
pub fn solve(_: &[i64]) -> i64 { let mut all = vec![]; let _ = std::io::stdin().read_to_end(&mut all); if !all.is_empty() { println!("LEAK {} bytes", all.len()); } 0 }

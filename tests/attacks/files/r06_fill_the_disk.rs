// expect: wrong-answer|runtime-error|time-limit
// group: resource
// what: fill every folder that can be written
use std::io::Write;
pub fn solve(_: &[i64]) -> i64 { let block = vec![7_u8; 1 << 20]; for place in ["/tmp", "/", "/box", "/var/tmp", "."] { for n in 0..64 { let Ok(mut file) = std::fs::File::create(format!("{place}/fill{n}")) else { break }; for mib in 0..64 { if file.write_all(&block).is_err() { break } if mib > 32 { println!("LEAK a large file in {place}"); return 0 } } } } 0 }

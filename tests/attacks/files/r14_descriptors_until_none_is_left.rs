// expect: wrong-answer
// group: resource
// what: open files until it is refused; the answer still has to arrive
pub fn solve(_: &[i64]) -> i64 { for n in 0..4096 { match std::fs::File::create(format!("/tmp/{n}")) { Ok(file) => std::mem::forget(file), Err(_) => break } } 0 }

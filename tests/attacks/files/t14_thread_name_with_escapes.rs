// expect: runtime-error
// group: text
// what: escape sequences in the name of a thread that panics
pub fn solve(_: &[i64]) -> i64 { let thread = std::thread::Builder::new().name("\u{1b}[2J\u{202e}x\n::error::y".into()).spawn(|| panic!("no")).unwrap(); thread.join().unwrap(); 0 }

// expect: runtime-error
// group: text
// what: the same in the message of a panic
pub fn solve(_: &[i64]) -> i64 { panic!("\u{202e}detpecca\u{202c}\u{200b}\u{1b}[1A\u{1b}[2Kaccepted sum\r\naccepted\u{8}\u{8}") }

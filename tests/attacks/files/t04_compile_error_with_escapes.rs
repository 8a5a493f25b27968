// expect: compile-error
// group: text
// what: escape sequences by way of the compiler
compile_error!("\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\r\u{202e}detpecca\u{2066}");
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

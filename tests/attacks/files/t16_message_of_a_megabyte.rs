// expect: runtime-error|output-limit
// group: text
// what: a message that nobody can read
pub fn solve(_: &[i64]) -> i64 { panic!("{}", "accepted\n".repeat(120_000)) }

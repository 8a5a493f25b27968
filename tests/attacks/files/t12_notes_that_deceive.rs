// expect: accepted
// group: text
// what: escape sequences in warnings about a program that is right
#[must_use = "\u{1b}[2J\u{202e}\u{9b}31m::error::x"]
pub struct Kept;
#[deprecated(note = "\u{1b}]8;;http://example.com\u{7}click\u{1b}]8;;\u{7}")]
fn old() -> Kept { Kept }
pub fn solve(xs: &[i64]) -> i64 { old(); xs.iter().sum() }

// expect: runtime-error
// group: forge
// what: a panic whose payload is no text
struct Odd;
pub fn solve(_: &[i64]) -> i64 { std::panic::panic_any(Odd) }

// expect: runtime-error
// group: forge
// what: unwinding that no hook hears of
pub fn solve(_: &[i64]) -> i64 { std::panic::resume_unwind(Box::new("quiet")) }

// expect: runtime-error
// group: forge
// what: a payload whose destructor panics
struct Bad;
impl Drop for Bad { fn drop(&mut self) { panic!("while dropping") } }
pub fn solve(_: &[i64]) -> i64 { let _ = std::panic::catch_unwind(|| std::panic::panic_any(Bad)).map_err(drop); 0 }

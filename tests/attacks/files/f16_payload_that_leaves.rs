// expect: runtime-error|protocol-error
// group: forge
// what: a payload whose destructor leaves with success
struct Bye;
impl Drop for Bye { fn drop(&mut self) { std::process::exit(0) } }
pub fn solve(_: &[i64]) -> i64 { std::panic::panic_any(Bye) }

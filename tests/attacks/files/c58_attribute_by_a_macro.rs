// expect: policy|compile-error
// expect-unsafe: policy|compile-error
// group: compile
// what: an attribute that is put together where nobody looks
macro_rules! with { ($a:ident) => { #[$a] pub extern "C" fn main() -> i32 { 0 } } }
with!(no_mangle);
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

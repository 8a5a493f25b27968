// expect: compile-error|policy
// group: compile
// what: a second way to panic
#[panic_handler]
fn quiet(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

// expect: policy
// expect-unsafe: policy
// group: compile
// what: code before main, behind a condition that always holds
extern "C" fn early() { std::process::exit(0) }
#[cfg_attr(not(any()), unsafe(link_section = ".init_array"))]
static EARLY: extern "C" fn() = early;
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

// expect: policy
// expect-unsafe: policy
// group: compile
// what: a symbol of the program's, behind a condition that always holds
#[cfg_attr(all(), unsafe(no_mangle))]
pub extern "C" fn clock_gettime(_: i32, _: *mut u8) -> i32 { -1 }
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }

// expect: memory-limit|runtime-error
// group: forge
// what: what the runtime says when memory is gone, before an abort
pub fn solve(_: &[i64]) -> i64 { eprintln!("memory allocation of 1 bytes failed"); std::process::abort() }

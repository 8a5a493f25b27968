// expect: protocol-error
// group: forge
// what: catch its own panic, then leave with success
pub fn solve(_: &[i64]) -> i64 { let _ = std::panic::catch_unwind(|| panic!("no")); std::process::exit(0) }

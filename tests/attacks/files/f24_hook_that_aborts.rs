// expect: runtime-error
// group: forge
// what: a panic hook that aborts
pub fn solve(_: &[i64]) -> i64 { std::panic::set_hook(Box::new(|_| std::process::abort())); panic!("no") }

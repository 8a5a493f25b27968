// expect: wrong-answer|time-limit
// group: resource
// what: thousands of folders, each in the one before
pub fn solve(_: &[i64]) -> i64 { if std::env::set_current_dir("/tmp").is_ok() { for _ in 0..10_000 { if std::fs::create_dir("d").and_then(|()| std::env::set_current_dir("d")).is_err() { break } } } 0 }

// expect: wrong-answer
// group: resource
// what: links where a careless judge would write, chown or delete
pub fn solve(_: &[i64]) -> i64 { for place in [".", "/tmp", "/box", "/"] { for name in ["stdout", "result.json", "main", "core", "out"] { let _ = std::os::unix::fs::symlink("/etc/passwd", format!("{place}/{name}")); } } 0 }

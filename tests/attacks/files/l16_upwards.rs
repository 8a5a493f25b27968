// expect: accepted
// group: leak
// what: up from the root, and up from every folder there is
// subset
pub fn solve(xs: &[i64]) -> i64 { for start in ["/", "/tmp", "/box", "/usr", "."] { let path = format!("{start}/{}etc/passwd", "../".repeat(30)); if std::fs::read(&path).is_ok() { println!("LEAK {path}"); } } if std::env::set_current_dir("/..").is_ok() && std::fs::read("etc/passwd").is_ok() { println!("LEAK from the root"); } xs.iter().sum() }

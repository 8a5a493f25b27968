// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: whether it could signal anybody; asked with the signal that does nothing
// subset
unsafe extern "C" { fn kill(p: i32, s: i32) -> i32; fn getppid() -> i32; fn syscall(n: i64, ...) -> i64; }
pub fn solve(_: &[i64]) -> i64 { unsafe { if kill(-1, 0) == 0 { println!("LEAK all"); } for p in [1, getppid()] { if kill(p, 0) == 0 { println!("LEAK kill {p}"); } if syscall(234, p as i64, p as i64, 0_i64) == 0 { println!("LEAK tgkill {p}"); } } } 0 }

// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: become somebody else
// subset
unsafe extern "C" { fn setuid(u: u32) -> i32; fn setresuid(a: u32, b: u32, c: u32) -> i32; fn setgid(g: u32) -> i32; fn setgroups(n: usize, g: *const u32) -> i32; fn getuid() -> u32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { if getuid() == 0 { println!("LEAK root already"); } if setuid(0) == 0 || setresuid(0, 0, 0) == 0 { println!("LEAK root"); } if setgid(0) == 0 { println!("LEAK wheel"); } if setgroups(1, &0) == 0 { println!("LEAK groups"); } } 0 }

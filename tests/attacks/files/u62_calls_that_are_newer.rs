// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: calls that a kernel may have and no list of rules: a namespace or a mount by another name
// subset
unsafe extern "C" { fn syscall(n: i64, ...) -> i64; fn __errno_location() -> *mut i32; }
pub fn solve(_: &[i64]) -> i64 { for n in (470_i64..600).chain([460, 467, 443, 1 << 20, 1 << 30]) { let r = unsafe { syscall(n, 0_i64, 0_i64, 0_i64, 0_i64, 0_i64, 0_i64) }; let e = unsafe { *__errno_location() }; if r != -1 || ![1, 38].contains(&e) { println!("LEAK call {n}: {r} {e}"); } } 0 }

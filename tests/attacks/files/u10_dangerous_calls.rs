// expect: policy
// expect-unsafe: wrong-answer|runtime-error
// group: unsafe
// what: calls of the kernel that have to be refused before their arguments are looked at
// subset
unsafe extern "C" { fn syscall(n: i64, ...) -> i64; fn __errno_location() -> *mut i32; }
pub fn solve(_: &[i64]) -> i64 { for n in [101, 155, 161, 165, 166, 167, 175, 246, 248, 250, 272, 298, 303, 304, 308, 310, 311, 312, 313, 319, 320, 321, 323, 425, 428, 429, 430, 434, 435, 438, 442, 447] { let r = unsafe { syscall(n, -1_i64, -1_i64, -1_i64, -1_i64, -1_i64, -1_i64) }; let e = unsafe { *__errno_location() }; if r != -1 || ![1, 38].contains(&e) { println!("LEAK call {n}: {r} {e}"); } } 0 }

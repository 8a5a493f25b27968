// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: rights, owners, times and attributes of files, which can be changed without opening them; and the disks of the whole machine
// subset
unsafe extern "C" { fn syscall(n: i64, ...) -> i64; fn __errno_location() -> *mut i32; }
pub fn solve(_: &[i64]) -> i64 { for n in [90, 92, 93, 94, 132, 162, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280, 306, 452, 463, 466, 469] { let r = unsafe { syscall(n, -1_i64, -1_i64, -1_i64, -1_i64, -1_i64, -1_i64) }; let e = unsafe { *__errno_location() }; if r != -1 || e != 1 { println!("LEAK call {n}: {r} {e}"); } } 0 }

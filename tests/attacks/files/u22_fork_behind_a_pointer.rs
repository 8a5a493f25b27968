// expect: policy
// expect-unsafe: wrong-answer|runtime-error
// group: unsafe
// what: a process by the call whose flags no filter can see
// subset
unsafe extern "C" { fn syscall(n: i64, ...) -> i64; fn _exit(c: i32) -> !; }
pub fn solve(_: &[i64]) -> i64 { let mut a = [0_u64; 11]; a[4] = 17; unsafe { match syscall(435, a.as_ptr(), 88_i64) { 0 => _exit(0), n if n > 0 => println!("LEAK process {n}"), _ => {} } for flags in [17_i64, 0x1000_0011, 0x4111, 0x0001_0011 & !0x0001_0000] { match syscall(56, flags, 0_i64, 0_i64, 0_i64, 0_i64) { 0 => _exit(0), n if n > 0 => println!("LEAK clone {n}"), _ => {} } } } 0 }

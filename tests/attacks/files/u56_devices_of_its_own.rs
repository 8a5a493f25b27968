// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: devices, and programs with the rights of their owner
// subset
unsafe extern "C" { fn mknod(p: *const u8, m: u32, d: u64) -> i32; fn chmod(p: *const u8, m: u32) -> i32; fn chown(p: *const u8, u: u32, g: u32) -> i32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { if mknod(b"/tmp/mem\0".as_ptr(), 0o020666, 0x101) == 0 { println!("LEAK device"); } if chmod(b"/box/program\0".as_ptr(), 0o4777) == 0 { println!("LEAK mode"); } if chown(b"/box/program\0".as_ptr(), 0, 0) == 0 { println!("LEAK owner"); } } 0 }

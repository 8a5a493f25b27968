// expect: policy
// expect-unsafe: wrong-answer|runtime-error
// group: unsafe
// what: machine code written into memory: the call gate of 32-bit programs, with other numbers
unsafe extern "C" { fn mmap(a: *mut u8, l: usize, p: i32, f: i32, d: i32, o: i64) -> *mut u8; }
/// mov eax, 20 (getpid); int 0x80; ret
const CODE: [u8; 8] = [0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3];
pub fn solve(_: &[i64]) -> i64 { unsafe { let p = mmap(std::ptr::null_mut(), 4096, 7, 0x22, -1, 0); if p as isize == -1 { return 0 } std::ptr::copy(CODE.as_ptr(), p, CODE.len()); let call: extern "C" fn() -> i32 = std::mem::transmute(p); let r = call(); if r > 0 { println!("LEAK 32-bit call: {r}"); } } 0 }

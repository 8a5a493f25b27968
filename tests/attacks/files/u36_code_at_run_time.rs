// expect: policy
// expect-unsafe: protocol-error|wrong-answer
// group: unsafe
// what: machine code written into memory that leaves by itself
unsafe extern "C" { fn mmap(a: *mut u8, l: usize, p: i32, f: i32, d: i32, o: i64) -> *mut u8; }
/// xor edi, edi; mov eax, 231 (exit_group); syscall
const CODE: [u8; 9] = [0x31, 0xff, 0xb8, 231, 0, 0, 0, 0x0f, 0x05];
pub fn solve(_: &[i64]) -> i64 { unsafe { let p = mmap(std::ptr::null_mut(), 4096, 7, 0x22, -1, 0); if p as isize == -1 { return 0 } std::ptr::copy(CODE.as_ptr(), p, CODE.len()); let call: extern "C" fn() = std::mem::transmute(p); call(); } 0 }

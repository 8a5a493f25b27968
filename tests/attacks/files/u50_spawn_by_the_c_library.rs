// expect: policy
// expect-unsafe: wrong-answer|runtime-error
// group: unsafe
// what: a program by the calls that the C library has for it
// subset
unsafe extern "C" { fn posix_spawn(p: *mut i32, path: *const u8, a: usize, b: usize, c: *const *const u8, d: *const *const u8) -> i32; fn system(c: *const u8) -> i32; fn popen(c: *const u8, m: *const u8) -> *mut u8; }
pub fn solve(_: &[i64]) -> i64 { let mut p = 0; let none = [std::ptr::null::<u8>()]; unsafe { if posix_spawn(&mut p, b"/box/program\0".as_ptr(), 0, 0, none.as_ptr(), none.as_ptr()) == 0 { println!("LEAK spawn"); } if system(b"true\0".as_ptr()) == 0 { println!("LEAK system"); } if !popen(b"true\0".as_ptr(), b"r\0".as_ptr()).is_null() { println!("LEAK popen"); } } 0 }

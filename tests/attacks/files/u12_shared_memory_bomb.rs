// expect: policy
// expect-unsafe: memory-limit|runtime-error|time-limit
// group: unsafe
// what: memory that is shared with nobody: the limit on private memory does not count it
unsafe extern "C" { fn mmap(a: *mut u8, l: usize, p: i32, f: i32, d: i32, o: i64) -> *mut u8; }
pub fn solve(_: &[i64]) -> i64 { let mut taken = 0_u64; loop { let p = unsafe { mmap(std::ptr::null_mut(), 64 << 20, 3, 0x21, -1, 0) }; if p as isize == -1 { println!("took {taken} MiB"); std::process::abort() } for at in (0..64 << 20).step_by(4096) { unsafe { *p.add(at) = 1 } } taken += 64; } }

// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: the socket to the judge, used for more than reading and writing: urgent bytes, descriptors, an end of one side
// subset
unsafe extern "C" { fn syscall(n: i64, ...) -> i64; fn __errno_location() -> *mut i32; }
pub fn solve(_: &[i64]) -> i64 {
    for d in 0_i64..64 {
        for (n, a, b, c) in [(44, c"x".as_ptr() as i64, 1, 0x4041), (46, 0, 0, 0), (307, 0, 0, 0), (45, 0, 0, 0x40), (47, 0, 0, 0x40), (299, 0, 0, 0x40), (48, 1, 0, 0), (54, 1, 7, 0), (55, 1, 7, 0), (51, 0, 0, 0), (52, 0, 0, 0)] {
            let r = unsafe { syscall(n, d, a, b, c, 0_i64, 0_i64) };
            let e = unsafe { *__errno_location() };
            if r != -1 || e != 1 { println!("LEAK call {n} on {d}: {r} {e}"); }
        }
    }
    0
}

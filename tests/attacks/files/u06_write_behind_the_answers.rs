// expect: policy
// expect-unsafe: wrong-answer|protocol-error|time-limit|deadlock|runtime-error
// group: unsafe
// what: a reader beside the driver that takes requests away and answers with their nonce
unsafe extern "C" { fn read(d: i32, p: *mut u8, n: usize) -> isize; fn write(d: i32, p: *const u8, n: usize) -> isize; }
pub fn solve(xs: &[i64]) -> i64 {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| for d in 3..8 { std::thread::spawn(move || loop {
        let mut b = [0_u8; 4096];
        let n = unsafe { read(d, b.as_mut_ptr(), b.len()) };
        if n <= 20 { return }
        let mut reply = vec![21_u8, 0, 0, 0];
        reply.extend(&b[4..20]);
        reply.extend([1, 0, 0, 0, 0]);
        unsafe { write(d, reply.as_ptr(), reply.len()) };
    }); });
    xs.iter().sum::<i64>() + 1
}

// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: a thread that goes on writing beside the frames of the driver
use std::sync::atomic::{AtomicBool, Ordering};
unsafe extern "C" { fn write(d: i32, p: *const u8, n: usize) -> isize; }
static WRITTEN: AtomicBool = AtomicBool::new(false);
pub fn solve(xs: &[i64]) -> i64 {
    std::thread::spawn(|| loop {
        for d in (0..64).filter(|d| *d != 1 && *d != 2) { unsafe { write(d, [1u8, 0, 0, 0, 9].as_ptr(), 5); } }
        WRITTEN.store(true, Ordering::Release);
    });
    while !WRITTEN.load(Ordering::Acquire) { std::thread::yield_now(); }
    xs.iter().sum()
}

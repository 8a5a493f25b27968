//! Retry loops: `fetch_update`, and `compare_exchange_weak` that may fail for nothing.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::thread;

pub const EXPECTED: &str = "12 Err(9)";

fn double(number: &AtomicU32) {
    let mut seen = number.load(Ordering::Relaxed);
    while let Err(now) =
        number.compare_exchange_weak(seen, seen * 2, Ordering::AcqRel, Ordering::Relaxed)
    {
        seen = now;
    }
}

pub fn run() -> String {
    let number = AtomicU32::new(3);
    thread::scope(|scope| {
        scope.spawn(|| double(&number));
        scope.spawn(|| {
            number
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| Some(n * 2))
                .unwrap()
        });
    });
    let limited = AtomicUsize::from(8);
    let below_nine = |n: usize| (n < 9).then_some(n + 1);
    assert_eq!(
        limited.fetch_update(Ordering::SeqCst, Ordering::SeqCst, below_nine),
        Ok(8)
    );
    let full = limited.fetch_update(Ordering::SeqCst, Ordering::SeqCst, below_nine);
    format!("{} {full:?}", number.into_inner())
}

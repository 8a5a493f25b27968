//! All that integers in atomics can do.

use std::sync::atomic::{
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize, Ordering,
};

pub const EXPECTED: &str = "ok 255 -32768 7 0 -1 9 3 100 40 6";

pub fn run() -> String {
    let relaxed = Ordering::Relaxed;
    let byte = AtomicU8::new(0);
    assert_eq!(byte.fetch_sub(1, relaxed), 0);
    let short = AtomicI16::new(i16::MAX);
    assert_eq!(short.fetch_add(1, Ordering::AcqRel), i16::MAX);
    let word = AtomicU32::new(0b101);
    assert_eq!(word.fetch_or(0b010, relaxed), 0b101);
    let long = AtomicU64::new(0b1100);
    assert_eq!(long.fetch_and(0b0011, relaxed), 0b1100);
    let signed = AtomicI8::new(0);
    assert_eq!(signed.fetch_nand(0, relaxed), 0);
    let wide = AtomicI64::new(4);
    assert_eq!(wide.fetch_max(9, relaxed), 4);
    let small = AtomicI32::new(4);
    assert_eq!(small.fetch_min(3, relaxed), 4);
    let size = AtomicUsize::new(1);
    assert_eq!(size.swap(100, Ordering::SeqCst), 1);
    let pointer_sized = AtomicIsize::new(0);
    pointer_sized.store(40, Ordering::Release);
    let half = AtomicU16::new(5);
    assert_eq!(half.fetch_xor(3, relaxed), 5);
    assert_eq!(
        size.compare_exchange(1, 2, Ordering::SeqCst, relaxed),
        Err(100)
    );
    assert_eq!(
        word.compare_exchange(7, 7, Ordering::Acquire, relaxed),
        Ok(7)
    );
    format!(
        "ok {} {} {} {} {} {} {} {} {} {}",
        byte.load(relaxed),
        short.load(relaxed),
        word.load(relaxed),
        long.load(relaxed),
        signed.load(relaxed),
        wide.load(relaxed),
        small.load(relaxed),
        size.load(Ordering::Acquire),
        pointer_sized.load(relaxed),
        half.into_inner(),
    )
}

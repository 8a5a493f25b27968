//! Paths that begin with `core` and `alloc` mean the same types.

extern crate alloc;

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use core::cell::Cell;
use core::hint::spin_loop;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use core::time::Duration;

pub const EXPECTED: &str = "1 [2] 3 1ms";

fn same(atomic: &std::sync::atomic::AtomicUsize, shared: std::sync::Arc<u8>) -> usize {
    atomic.load(std::sync::atomic::Ordering::SeqCst) + usize::from(*shared)
}

pub fn run() -> alloc::string::String {
    let ready = Arc::new(AtomicBool::new(false));
    let other = ready.clone();
    let handle = std::thread::spawn(move || other.store(true, Ordering::Release));
    while !ready.load(Ordering::Acquire) {
        spin_loop();
    }
    handle.join().unwrap();
    let count = core::sync::atomic::AtomicUsize::new(0);
    count.fetch_add(1, Ordering::Relaxed);
    let queue: VecDeque<u32> = [2].into();
    let three = Cell::new(same(&AtomicUsize::new(2), Arc::new(1)));
    let pause = Duration::from_millis(1);
    core::assert_eq!(
        core::mem::size_of_val(&count),
        core::mem::size_of::<usize>()
    );
    alloc::format!("{} {queue:?} {} {pause:?}", count.into_inner(), three.get())
}

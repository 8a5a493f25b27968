//! The allocator of every program: the system's, with a count of what is asked for.
//!
//! The counters are shared by all threads and relaxed: nobody draws conclusions about the
//! order of things from them, and no order between threads is added that the submission
//! did not make itself. They only move when the system has given or taken memory, so that
//! a refusal reaches the submission as it would without them.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

#[cfg(not(feature = "explored"))]
#[global_allocator]
static HEAP: Heap = Heap::new();

/// What is explored has memory of its own.
#[cfg(feature = "explored")]
#[global_allocator]
static ARENA: explore::Arena<Heap> = explore::Arena(Heap::new());

fn heap() -> &'static Heap {
    #[cfg(not(feature = "explored"))]
    {
        &HEAP
    }
    #[cfg(feature = "explored")]
    {
        &ARENA.0
    }
}

/// The system's allocator and its counters.
struct Heap {
    /// Bytes that are in use now.
    live: AtomicUsize,
    /// The most bytes in use since [`watch`].
    peak: AtomicUsize,
    /// Requests for memory so far; one that makes a block larger or smaller is one, too.
    allocations: AtomicU64,
}

impl Heap {
    const fn new() -> Self {
        Self {
            live: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            allocations: AtomicU64::new(0),
        }
    }

    fn gave(&self, bytes: usize) {
        let live = self.live.fetch_add(bytes, Ordering::Relaxed) + bytes;
        // Mostly it is no new peak, and a look is cheaper than a write.
        if live > self.peak.load(Ordering::Relaxed) {
            self.peak.fetch_max(live, Ordering::Relaxed);
        }
    }

    fn asked(&self) {
        self.allocations.fetch_add(1, Ordering::Relaxed);
    }

    fn took(&self, bytes: usize) {
        self.live.fetch_sub(bytes, Ordering::Relaxed);
    }
}

#[expect(unsafe_code, reason = "an allocator cannot be written without it")]
// SAFETY: every request goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises that `System` asks for.
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            self.asked();
            self.gave(layout.size());
        }
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as in `alloc`.
        let block = unsafe { System.alloc_zeroed(layout) };
        if !block.is_null() {
            self.asked();
            self.gave(layout.size());
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as in `alloc`.
        unsafe { System.dealloc(block, layout) };
        self.took(layout.size());
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as in `alloc`.
        let moved = unsafe { System.realloc(block, layout, size) };
        if !moved.is_null() {
            self.asked();
            self.took(layout.size());
            self.gave(size);
        }
        moved
    }
}

/// What the heap looks like at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Bytes that are in use.
    pub live: u64,
    /// The most bytes in use since [`watch`].
    pub peak: u64,
    /// Requests for memory since the process began.
    pub allocations: u64,
}

/// Looks at the heap.
pub fn reading() -> Reading {
    Reading {
        live: heap().live.load(Ordering::Relaxed) as u64,
        peak: heap().peak.load(Ordering::Relaxed) as u64,
        allocations: heap().allocations.load(Ordering::Relaxed),
    }
}

/// Looks at the heap; the peak begins anew here.
pub fn watch() -> Reading {
    let live = heap().live.load(Ordering::Relaxed);
    heap().peak.store(live, Ordering::Relaxed);
    Reading {
        peak: live as u64,
        ..reading()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Other tests allocate at the same time, so these use an allocator of their own.
    #[test]
    #[expect(unsafe_code, reason = "calls an allocator directly")]
    fn bytes_and_requests_are_counted() {
        let heap = Heap::new();
        let seen = || {
            (
                heap.live.load(Ordering::Relaxed),
                heap.peak.load(Ordering::Relaxed),
                heap.allocations.load(Ordering::Relaxed),
            )
        };
        let layout = |size| Layout::from_size_align(size, 8).expect("a layout");
        // SAFETY: each block is given back once, with the layout it has then.
        unsafe {
            let first = heap.alloc(layout(100));
            assert_eq!(seen(), (100, 100, 1));
            let second = heap.alloc_zeroed(layout(50));
            assert_eq!(seen(), (150, 150, 2));
            let first = heap.realloc(first, layout(100), 20);
            assert_eq!(seen(), (70, 150, 3));
            heap.dealloc(first, layout(20));
            heap.dealloc(second, layout(50));
        }
        assert_eq!(seen(), (0, 150, 3));
    }

    #[test]
    fn the_process_own_heap_is_watched() {
        let before = watch();
        let block = std::hint::black_box(vec![1_u8; 10 << 20]);
        let after = reading();
        assert!(after.allocations > before.allocations);
        assert!(after.peak >= 10 << 20);
        drop(block);
    }
}

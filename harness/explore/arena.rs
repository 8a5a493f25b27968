//! The memory of an execution, given back at once.
//!
//! An execution that is abandoned cannot be unwound: that would run the program's
//! destructors among locks that are held for ever. So what the program allocates comes
//! from an arena that is simply reset. Whose a block is goes by its address, never by who
//! frees it. Every thread of the program has a region and free lists of its own: the
//! addresses it gets depend on what it did and heard of, not on what the others happened
//! to do meanwhile.

use crate::model::clock::MAX_THREADS;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;

thread_local! {
    static HEAP: Cell<*mut Heap> = const { Cell::new(ptr::null_mut()) };
    static IS_ON: Cell<bool> = const { Cell::new(false) };
}

/// The global allocator of a program that explores: an arena for what is explored, another
/// allocator for everything else.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arena<A = System>(pub A);

/// Blocks of up to 16 bytes, 32 bytes and so on.
const CLASSES: usize = 13;
const SMALLEST: usize = 16;

struct Region {
    next: usize,
    end: usize,
    free: [usize; CLASSES],
}

/// The arena itself.
pub struct Heap {
    base: usize,
    layout: Layout,
    per_thread: usize,
    regions: [Region; MAX_THREADS],
    thread: usize,
    live_blocks: i64,
}

/// The class of blocks this fits in.
fn class(layout: Layout) -> Option<usize> {
    let size = layout
        .size()
        .max(layout.align())
        .max(SMALLEST)
        .next_power_of_two();
    let class = size.trailing_zeros() as usize - SMALLEST.trailing_zeros() as usize;
    (class < CLASSES).then_some(class)
}

impl Heap {
    /// Reserves an arena; nothing if there is no address space for it.
    pub fn reserve(per_thread: usize) -> Option<Box<Self>> {
        let layout = Layout::from_size_align(per_thread * MAX_THREADS, 4096).ok()?;
        // SAFETY: the layout is not empty: a region has at least a page.
        let base = unsafe { System.alloc(layout) } as usize;
        let mut heap = Box::new(Self {
            base,
            layout,
            per_thread,
            regions: [const {
                Region {
                    next: 0,
                    end: 0,
                    free: [0; CLASSES],
                }
            }; MAX_THREADS],
            thread: 0,
            live_blocks: 0,
        });
        heap.reset();
        (base != 0).then_some(heap)
    }

    /// Forgets every block.
    pub fn reset(&mut self) {
        for (index, region) in self.regions.iter_mut().enumerate() {
            let next = self.base + index * self.per_thread;
            *region = Region {
                next,
                end: next + self.per_thread,
                free: [0; CLASSES],
            };
        }
        self.live_blocks = 0;
    }

    /// How many blocks have not been freed.
    pub fn live_blocks(&self) -> u64 {
        self.live_blocks.max(0).unsigned_abs()
    }

    fn holds(&self, address: usize) -> bool {
        (self.base..self.base + self.layout.size()).contains(&address)
    }

    fn allocate(&mut self, layout: Layout) -> usize {
        let region = &mut self.regions[self.thread];
        let (size, align) = match class(layout) {
            Some(class) => {
                let block = region.free[class];
                if block != 0 {
                    // SAFETY: a freed block of the arena begins with the next free one.
                    region.free[class] = unsafe { *(block as *const usize) };
                    self.live_blocks += 1;
                    return block;
                }
                (SMALLEST << class, (SMALLEST << class).min(4096))
            }
            None => (layout.size(), layout.align().max(SMALLEST)),
        };
        let start = region.next.next_multiple_of(align);
        let Some(end) = start.checked_add(size).filter(|end| *end <= region.end) else {
            return 0;
        };
        region.next = end;
        self.live_blocks += 1;
        start
    }

    fn free(&mut self, address: usize, layout: Layout) {
        self.live_blocks -= 1;
        if let (Some(class), true) = (class(layout), IS_ON.get()) {
            let list = &mut self.regions[self.thread].free[class];
            // SAFETY: the block is the arena's, nobody uses it any more, and it has room
            // for a pointer.
            unsafe { *(address as *mut usize) = *list };
            *list = address;
        }
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        if self.base != 0 {
            // SAFETY: `reserve` got it with this layout.
            unsafe { System.dealloc(self.base as *mut u8, self.layout) };
        }
    }
}

// SAFETY: a block comes from one of two allocators and goes back to the one whose addresses
// it has. Blocks of the arena do not overlap: they are cut off one after the other, or come
// from a list of freed ones of the same class, whose size and alignment suffice.
#[expect(unsafe_code, reason = "this is what a global allocator is")]
unsafe impl<A: GlobalAlloc> GlobalAlloc for Arena<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let heap = HEAP.get();
        if !IS_ON.get() || heap.is_null() {
            // SAFETY: the caller's promise.
            return unsafe { self.0.alloc(layout) };
        }
        // SAFETY: the heap is this thread's alone, and lives as long as it is set.
        let address = unsafe { (*heap).allocate(layout) };
        if address == 0 {
            crate::runtime::out_of_memory();
        }
        crate::order::fresh(address, layout.size());
        address as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let heap = HEAP.get();
        // SAFETY: as above.
        unsafe {
            if !heap.is_null() && (*heap).holds(block as usize) {
                (*heap).free(block as usize, layout);
            } else {
                self.0.dealloc(block, layout);
            }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let heap = HEAP.get();
        // SAFETY: as above; the caller promises that the new size makes a layout.
        unsafe {
            if heap.is_null() || !(*heap).holds(block as usize) {
                return self.0.realloc(block, layout, size);
            }
            let new = Layout::from_size_align_unchecked(size, layout.align());
            if class(new).is_some() && class(new) == class(layout) {
                return block;
            }
            // A block stays in the heap it came from, whoever asks.
            let was_on = IS_ON.replace(true);
            let moved = self.alloc(new);
            if !moved.is_null() {
                ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
            IS_ON.set(was_on);
            moved
        }
    }
}

/// Makes an arena this thread's, or none.
pub fn install(heap: *mut Heap) {
    HEAP.set(heap);
}

/// The program runs now, as this thread of its own.
pub fn enter(thread: usize) {
    let heap = HEAP.get();
    if !heap.is_null() {
        // SAFETY: it is this thread's alone.
        unsafe { (*heap).thread = thread };
        IS_ON.set(true);
    }
}

/// The program does not run any more.
pub fn leave() {
    IS_ON.set(false);
}

/// While this lives, allocations on a thread of the program are the explorer's and its
/// callers', and outlive the execution.
#[must_use]
#[derive(Debug)]
pub struct Outside {
    was_on: bool,
}

/// Steps outside the execution, until the value is dropped.
pub fn outside() -> Outside {
    Outside {
        was_on: IS_ON.replace(false),
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        IS_ON.set(self.was_on);
    }
}

/// Whether this address is in the arena.
pub fn holds(address: usize) -> bool {
    let heap = HEAP.get();
    // SAFETY: the heap is this thread's alone, and lives as long as it is set.
    !heap.is_null() && unsafe { (*heap).holds(address) }
}

/// How many blocks of the arena have not been freed.
pub fn live_blocks() -> u64 {
    let heap = HEAP.get();
    // SAFETY: the heap is this thread's alone, and lives as long as it is set.
    if heap.is_null() {
        0
    } else {
        unsafe { (*heap).live_blocks() }
    }
}

/// Whether the global allocator knows of arenas: without it the program's memory is not
/// given back, and nothing can be said about leaks.
pub fn is_active() -> bool {
    let heap = HEAP.get();
    if heap.is_null() {
        return false;
    }
    let was_on = IS_ON.replace(true);
    let probe = Box::new(0_u64);
    let address = std::hint::black_box(&raw const *probe) as usize;
    drop(probe);
    IS_ON.set(was_on);
    holds(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_gets_its_own_freed_block_again() {
        let mut heap = Heap::reserve(1 << 16).unwrap();
        let layout = Layout::new::<[u64; 4]>();
        let first = heap.allocate(layout);
        IS_ON.set(true);
        heap.free(first, layout);
        IS_ON.set(false);
        heap.thread = 1;
        assert_ne!(heap.allocate(layout), first);
        heap.thread = 0;
        assert_eq!(heap.allocate(layout), first);
        assert_eq!(heap.live_blocks(), 2);
    }

    #[test]
    fn a_full_region_gives_nothing() {
        let mut heap = Heap::reserve(4096).unwrap();
        let layout = Layout::from_size_align(3000, 8).unwrap();
        assert_ne!(heap.allocate(layout), 0);
        assert_eq!(heap.allocate(layout), 0);
        heap.reset();
        assert_ne!(heap.allocate(layout), 0);
    }
}

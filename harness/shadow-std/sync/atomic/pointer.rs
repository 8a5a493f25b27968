//! Pointers.

use super::{Ordering, check_failure, check_load, check_store, common};
use ::std::{fmt, ptr};
use explore::sync::atomic as explorer;

common!(AtomicPtr<T>, *mut T);

impl<T> Default for AtomicPtr<T> {
    fn default() -> Self {
        Self::new(ptr::null_mut())
    }
}

impl<T> AtomicPtr<T> {
    #[track_caller]
    pub fn fetch_ptr_add(&self, count: usize, order: Ordering) -> *mut T {
        self.change(|old| old.wrapping_add(count), order)
    }

    #[track_caller]
    pub fn fetch_ptr_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.change(|old| old.wrapping_sub(count), order)
    }

    #[track_caller]
    pub fn fetch_byte_add(&self, count: usize, order: Ordering) -> *mut T {
        self.change(|old| old.wrapping_byte_add(count), order)
    }

    #[track_caller]
    pub fn fetch_byte_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.change(|old| old.wrapping_byte_sub(count), order)
    }

    #[track_caller]
    pub fn fetch_or(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(|old| old.map_addr(|address| address | bits), order)
    }

    #[track_caller]
    pub fn fetch_and(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(|old| old.map_addr(|address| address & bits), order)
    }

    #[track_caller]
    pub fn fetch_xor(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(|old| old.map_addr(|address| address ^ bits), order)
    }
}

impl<T> fmt::Pointer for AtomicPtr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.load(Ordering::Relaxed), f)
    }
}

//! Memory that the stand-in itself uses like atomics: under a lock here, which orders more.

use crate::registry::{self, is_inside};
use std::sync::atomic::Ordering;

/// Reads what is used as an atomic.
///
/// # Safety
/// The pointer is valid, and only these functions access what it points to.
pub unsafe fn load<T: Copy>(cell: *const T, _order: Ordering) -> T {
    // SAFETY: the caller's promise; coroutines do not change over between.
    let read = || unsafe { cell.read() };
    if is_inside() {
        registry::gate(cell as usize, || ()).now(|()| read())
    } else {
        read()
    }
}

/// Overwrites what is used as an atomic.
///
/// # Safety
/// As for [`load`], and the pointer may be written through.
pub unsafe fn store<T: Copy>(cell: *mut T, value: T, _order: Ordering) {
    // SAFETY: the caller's promise; coroutines do not change over between.
    let write = || unsafe { cell.write(value) };
    if is_inside() {
        registry::gate(cell as usize, || ()).now(|()| write());
    } else {
        write();
    }
}

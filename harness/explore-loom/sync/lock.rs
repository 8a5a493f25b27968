//! Locks, for one writer or several readers.

use super::tag::Whole;
use crate::registry::{self, Gate, forget, is_inside};
use std::rc::Rc;

/// Who holds a lock.
#[derive(Default)]
pub(super) struct Holders {
    is_written: bool,
    readers: usize,
}

impl Holders {
    fn write(&mut self) -> Option<()> {
        let is_free = !self.is_written && self.readers == 0;
        self.is_written |= is_free;
        is_free.then_some(())
    }

    fn read(&mut self) -> Option<()> {
        let is_readable = !self.is_written;
        self.readers += usize::from(is_readable);
        is_readable.then_some(())
    }
}

/// A lock. It is known by its address, so it has one of its own.
#[derive(Debug, Default)]
pub struct Lock {
    address: u8,
}

impl Lock {
    /// A lock that nobody holds.
    pub const fn new() -> Self {
        Self { address: 0 }
    }

    fn gate(&self) -> Rc<Gate<Holders>> {
        registry::gate(&raw const self.address as usize, Holders::default)
    }

    /// Waits until nobody holds it, and holds it for writing.
    pub fn acquire(&self, _whole: Whole) {
        if is_inside() {
            self.gate().when(Holders::write);
        }
    }

    /// Waits until nobody holds it for writing, and holds it for reading.
    pub fn acquire_shared(&self, _whole: Whole) {
        if is_inside() {
            self.gate().when(Holders::read);
        }
    }

    /// Holds it for writing if nobody holds it.
    pub fn try_acquire(&self, _whole: Whole) -> bool {
        !is_inside() || self.gate().now(Holders::write).is_some()
    }

    /// Holds it for reading if nobody holds it for writing.
    pub fn try_acquire_shared(&self, _whole: Whole) -> bool {
        !is_inside() || self.gate().now(Holders::read).is_some()
    }

    /// Gives it up after writing.
    pub fn release(&self, _whole: Whole) {
        if is_inside() {
            self.gate().now(|holders| holders.is_written = false);
        }
    }

    /// Gives it up after reading.
    pub fn release_shared(&self, _whole: Whole) {
        if is_inside() {
            self.gate().now(|holders| holders.readers -= 1);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if is_inside() {
            forget(&raw const self.address as usize);
        }
    }
}

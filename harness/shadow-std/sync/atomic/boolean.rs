//! Flags.

use super::{Ordering, check_failure, check_load, check_store, common};
use explore::sync::atomic as explorer;

common!(AtomicBool, bool);

impl Default for AtomicBool {
    fn default() -> Self {
        Self::new(false)
    }
}

impl AtomicBool {
    #[track_caller]
    pub fn fetch_and(&self, value: bool, order: Ordering) -> bool {
        self.change(|old| old & value, order)
    }

    #[track_caller]
    pub fn fetch_nand(&self, value: bool, order: Ordering) -> bool {
        self.change(|old| !(old & value), order)
    }

    #[track_caller]
    pub fn fetch_or(&self, value: bool, order: Ordering) -> bool {
        self.change(|old| old | value, order)
    }

    #[track_caller]
    pub fn fetch_xor(&self, value: bool, order: Ordering) -> bool {
        self.change(|old| old ^ value, order)
    }

    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.change(|old| !old, order)
    }
}

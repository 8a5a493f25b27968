//! Integers.

use super::{Ordering, check_failure, check_load, check_store, common};
use explore::sync::atomic as explorer;

macro_rules! integer {
    ($atomic:ident, $value:ident) => {
        common!($atomic, $value);

        impl Default for $atomic {
            fn default() -> Self {
                Self::new(0)
            }
        }

        impl $atomic {
            #[track_caller]
            pub fn fetch_add(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| old.wrapping_add(value), order)
            }

            #[track_caller]
            pub fn fetch_sub(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| old.wrapping_sub(value), order)
            }

            #[track_caller]
            pub fn fetch_and(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| old & value, order)
            }

            #[track_caller]
            pub fn fetch_nand(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| !(old & value), order)
            }

            #[track_caller]
            pub fn fetch_or(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| old | value, order)
            }

            #[track_caller]
            pub fn fetch_xor(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| old ^ value, order)
            }

            #[track_caller]
            pub fn fetch_max(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| old.max(value), order)
            }

            #[track_caller]
            pub fn fetch_min(&self, value: $value, order: Ordering) -> $value {
                self.change(|old| old.min(value), order)
            }
        }
    };
}

integer!(AtomicI8, i8);
integer!(AtomicI16, i16);
integer!(AtomicI32, i32);
integer!(AtomicI64, i64);
integer!(AtomicIsize, isize);
integer!(AtomicU8, u8);
integer!(AtomicU16, u16);
integer!(AtomicU32, u32);
integer!(AtomicU64, u64);
integer!(AtomicUsize, usize);

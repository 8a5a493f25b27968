//! Atomics: loom's, and a note of what loom takes for less than it is.

#![expect(missing_docs, reason = "the items are documented where they come from")]

use crate::registry::see_seq_cst;
use crate::unsupported;
use std::fmt;
use std::sync::atomic::Ordering;

fn note(order: Ordering) {
    if order == Ordering::SeqCst {
        see_seq_cst();
    }
}

macro_rules! common {
    ($atomic:ident $(<$parameter:ident>)?, $value:ty) => {
        /// As std's, but that it cannot be made at compile time and has no bytes of its own.
        pub struct $atomic $(<$parameter>)? {
            cell: loom::sync::atomic::$atomic $(<$parameter>)?,
            /// The value, once it was borrowed.
            borrowed: Option<$value>,
        }

        impl $(<$parameter>)? $atomic $(<$parameter>)? {
            #[track_caller]
            pub fn new(value: $value) -> Self {
                let cell = loom::sync::atomic::$atomic::new(value);
                Self { cell, borrowed: None }
            }

            /// Borrows the newest value. That nobody else uses it is for the explorer's clock
            /// to say, which sees what counts of references order; loom does not.
            #[track_caller]
            pub fn get_mut(&mut self) -> &mut $value {
                let cell = &self.cell;
                self.borrowed.get_or_insert_with(|| {
                    let kept = cell.fetch_update(Ordering::AcqRel, Ordering::Acquire, Some);
                    match kept {
                        Ok(value) | Err(value) => value,
                    }
                })
            }

            /// Loom's atomic, unless its value has gone elsewhere.
            fn shared(&self) -> &loom::sync::atomic::$atomic $(<$parameter>)? {
                if self.borrowed.is_some() {
                    unsupported("an atomic that is shared once more after `get_mut`");
                }
                &self.cell
            }

            #[track_caller]
            pub fn load(&self, order: Ordering) -> $value {
                note(order);
                self.shared().load(order)
            }

            #[track_caller]
            pub fn store(&self, value: $value, order: Ordering) {
                note(order);
                self.shared().store(value, order);
            }

            #[track_caller]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                note(order);
                self.shared().swap(value, order)
            }

            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                note(success);
                note(failure);
                self.shared().compare_exchange(current, new, success, failure)
            }

            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.compare_exchange(current, new, success, failure)
            }

            #[track_caller]
            pub fn fetch_update(
                &self,
                success: Ordering,
                failure: Ordering,
                update: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                note(success);
                note(failure);
                self.shared().fetch_update(success, failure, update)
            }
        }

        impl $(<$parameter>)? From<$value> for $atomic $(<$parameter>)? {
            fn from(value: $value) -> Self {
                Self::new(value)
            }
        }

        impl $(<$parameter>)? fmt::Debug for $atomic $(<$parameter>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.load(Ordering::Relaxed), f)
            }
        }
    };
}

macro_rules! updates {
    ($atomic:ident $value:ident $($update:ident)*) => {
        common!($atomic, $value);

        impl Default for $atomic {
            fn default() -> Self {
                Self::new($value::default())
            }
        }

        impl $atomic {
            pub fn into_inner(self) -> $value {
                self.shared();
                self.cell.into_inner()
            }

            $(
                #[track_caller]
                pub fn $update(&self, value: $value, order: Ordering) -> $value {
                    note(order);
                    self.shared().$update(value, order)
                }
            )*
        }
    };
}

macro_rules! integers {
    ($($atomic:ident $value:ident)*) => { $(
        updates! {
            $atomic $value fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_max
            fetch_min
        }
    )* };
}

updates!(AtomicBool bool fetch_and fetch_nand fetch_or fetch_xor);

integers! {
    AtomicI8 i8 AtomicI16 i16 AtomicI32 i32 AtomicI64 i64 AtomicIsize isize
    AtomicU8 u8 AtomicU16 u16 AtomicU32 u32 AtomicU64 u64 AtomicUsize usize
}

common!(AtomicPtr<T>, *mut T);

impl<T> Default for AtomicPtr<T> {
    fn default() -> Self {
        Self::new(std::ptr::null_mut())
    }
}

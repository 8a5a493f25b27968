//! Atomics. Whatever ordering is asked for, the explorer's memory is sequentially
//! consistent; the orderings decide what counts as a data race.

#[cfg(not(feature = "loom"))]
mod boolean;
#[cfg(not(feature = "loom"))]
mod integer;
#[cfg(not(feature = "loom"))]
mod pointer;

pub use ::std::sync::atomic::*;
#[cfg(not(feature = "loom"))]
pub use boolean::AtomicBool;
#[cfg(feature = "loom")]
pub use explore::atomics::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8,
    AtomicU16, AtomicU32, AtomicU64, AtomicUsize,
};
#[cfg(not(feature = "loom"))]
pub use integer::{
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};
#[cfg(not(feature = "loom"))]
pub use pointer::AtomicPtr;

/// Where memory is sequentially consistent, a fence adds nothing but what it orders.
pub fn fence(order: Ordering) {
    assert!(
        !matches!(order, Ordering::Relaxed),
        "there is no such thing as a relaxed fence"
    );
    explore::fence(order);
}

pub fn compiler_fence(order: Ordering) {
    assert!(
        !matches!(order, Ordering::Relaxed),
        "there is no such thing as a relaxed compiler fence"
    );
}

#[track_caller]
pub fn spin_loop_hint() {
    crate::hint::spin_loop();
}

/// Refuses the orderings that std refuses for a load.
#[cfg(not(feature = "loom"))]
#[track_caller]
fn check_load(order: Ordering) {
    match order {
        Ordering::Release => panic!("there is no such thing as a release load"),
        Ordering::AcqRel => panic!("there is no such thing as an acquire-release load"),
        _ => {}
    }
}

/// Refuses the orderings that std refuses for a store.
#[cfg(not(feature = "loom"))]
#[track_caller]
fn check_store(order: Ordering) {
    match order {
        Ordering::Acquire => panic!("there is no such thing as an acquire store"),
        Ordering::AcqRel => panic!("there is no such thing as an acquire-release store"),
        _ => {}
    }
}

/// Refuses the orderings that std refuses for an exchange that fails.
#[cfg(not(feature = "loom"))]
#[track_caller]
fn check_failure(order: Ordering) {
    match order {
        Ordering::Release => panic!("there is no such thing as a release failure ordering"),
        Ordering::AcqRel => {
            panic!("there is no such thing as an acquire-release failure ordering")
        }
        _ => {}
    }
}

/// What all atomics can do. Reads and writes go through the explorer, which knows them by
/// their address: the layout is std's.
#[cfg(not(feature = "loom"))]
macro_rules! common {
    ($atomic:ident $(<$parameter:ident>)?, $value:ty) => {
        #[repr(transparent)]
        pub struct $atomic $(<$parameter>)? {
            cell: ::std::cell::UnsafeCell<$value>,
        }

        // SAFETY: the cell is accessed by one thread at a time, operation by operation.
        unsafe impl $(<$parameter>)? Send for $atomic $(<$parameter>)? {}
        // SAFETY: as above.
        unsafe impl $(<$parameter>)? Sync for $atomic $(<$parameter>)? {}
        impl $(<$parameter>)? ::std::panic::RefUnwindSafe for $atomic $(<$parameter>)? {}

        impl $(<$parameter>)? $atomic $(<$parameter>)? {
            pub const fn new(value: $value) -> Self {
                Self { cell: ::std::cell::UnsafeCell::new(value) }
            }

            /// # Safety
            /// As for std's.
            pub const unsafe fn from_ptr<'a>(pointer: *mut $value) -> &'a Self {
                // SAFETY: the caller's promise, and the layout is the value's.
                unsafe { &*pointer.cast() }
            }

            pub const fn as_ptr(&self) -> *mut $value {
                self.cell.get()
            }

            pub fn get_mut(&mut self) -> &mut $value {
                self.cell.get_mut()
            }

            pub const fn into_inner(self) -> $value {
                self.cell.into_inner()
            }

            #[track_caller]
            pub fn load(&self, order: Ordering) -> $value {
                check_load(order);
                // SAFETY: the cell lives.
                unsafe { explorer::load(self.cell.get(), order) }
            }

            #[track_caller]
            pub fn store(&self, value: $value, order: Ordering) {
                check_store(order);
                self.overwrite(value, order);
            }

            #[track_caller]
            fn overwrite(&self, value: $value, order: Ordering) {
                // SAFETY: the cell lives.
                unsafe { explorer::store(self.cell.get(), value, order) };
            }

            #[track_caller]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                self.change(|_| value, order)
            }

            #[track_caller]
            fn change(&self, change: impl FnOnce($value) -> $value, order: Ordering) -> $value {
                // SAFETY: the cell lives.
                unsafe { explorer::update(self.cell.get(), change, order) }
            }

            #[track_caller]
            fn exchange(
                &self,
                current: $value,
                new: $value,
                orders: (Ordering, Ordering),
                is_weak: bool,
            ) -> Result<$value, $value> {
                check_failure(orders.1);
                // SAFETY: the cell lives.
                unsafe { explorer::compare_exchange(self.cell.get(), current, new, orders, is_weak) }
            }

            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.exchange(current, new, (success, failure), false)
            }

            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                self.exchange(current, new, (success, failure), true)
            }

            #[track_caller]
            pub fn compare_and_swap(&self, current: $value, new: $value, order: Ordering)
                -> $value
            {
                let failure = match order {
                    Ordering::Release => Ordering::Relaxed,
                    Ordering::AcqRel => Ordering::Acquire,
                    order => order,
                };
                self.exchange(current, new, (order, failure), false)
                    .unwrap_or_else(|found| found)
            }

            #[track_caller]
            pub fn fetch_update(
                &self,
                success: Ordering,
                failure: Ordering,
                mut update: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                let mut seen = self.load(failure);
                while let Some(next) = update(seen) {
                    match self.compare_exchange_weak(seen, next, success, failure) {
                        Ok(old) => return Ok(old),
                        Err(found) => seen = found,
                    }
                }
                Err(seen)
            }

            #[track_caller]
            pub fn try_update(
                &self,
                success: Ordering,
                failure: Ordering,
                update: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                self.fetch_update(success, failure, update)
            }

            #[track_caller]
            pub fn update(
                &self,
                success: Ordering,
                failure: Ordering,
                mut update: impl FnMut($value) -> $value,
            ) -> $value {
                self.fetch_update(success, failure, |value| Some(update(value)))
                    .unwrap_or_else(|value| value)
            }
        }

        impl $(<$parameter>)? From<$value> for $atomic $(<$parameter>)? {
            fn from(value: $value) -> Self {
                Self::new(value)
            }
        }

        impl $(<$parameter>)? ::std::fmt::Debug for $atomic $(<$parameter>)? {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.load(Ordering::Relaxed), f)
            }
        }
    };
}

#[cfg(not(feature = "loom"))]
use common;

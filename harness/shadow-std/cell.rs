//! As std's, but that what lies in an `UnsafeCell` of a static is put back after each
//! execution.

use ::std::cell as real;
pub use ::std::cell::*;
use ::std::fmt;
use explore::sync::tag::{Whole, keep};

#[repr(transparent)]
pub struct UnsafeCell<T: ?Sized>(real::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub const fn new(value: T) -> Self {
        Self(real::UnsafeCell::new(value))
    }

    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<T: ?Sized> UnsafeCell<T> {
    pub fn get(&self) -> *mut T {
        keep(Whole::of(self));
        self.0.get()
    }

    pub const fn get_mut(&mut self) -> &mut T {
        self.0.get_mut()
    }

    pub const fn from_mut(value: &mut T) -> &mut Self {
        // SAFETY: the layout is the value's, and the reference is the only one.
        unsafe { &mut *(::std::ptr::from_mut(value) as *mut Self) }
    }

    pub const fn raw_get(this: *const Self) -> *mut T {
        real::UnsafeCell::raw_get(this as *const real::UnsafeCell<T>)
    }
}

impl<T: Default> Default for UnsafeCell<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for UnsafeCell<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized> fmt::Debug for UnsafeCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsafeCell").finish_non_exhaustive()
    }
}

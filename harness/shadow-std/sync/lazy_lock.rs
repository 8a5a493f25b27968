//! Values that are made when they are first needed.

use super::once::Once;
use ::std::cell::{Cell, UnsafeCell};
use ::std::fmt;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::{RefUnwindSafe, UnwindSafe};
use explore::sync::tag::Whole;

pub struct LazyLock<T, F = fn() -> T> {
    once: Once,
    value: UnsafeCell<Option<T>>,
    init: Cell<Option<F>>,
}

// SAFETY: as std's: the value is written once, before anybody reads it, by whoever takes
// the function, under the lock of the once.
unsafe impl<T: Sync + Send, F: Send> Sync for LazyLock<T, F> {}
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}
impl<T: UnwindSafe, F: UnwindSafe> UnwindSafe for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    pub const fn new(init: F) -> Self {
        Self {
            once: Once::new(),
            value: UnsafeCell::new(None),
            init: Cell::new(Some(init)),
        }
    }

    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.once.call(Whole::of(this), "LazyLock", false, |_| {
            let init = this.init.take().expect("it is called once");
            let value = init();
            // SAFETY: this runs once, and nobody reads before it is complete.
            unsafe { *this.value.get() = Some(value) };
        });
        // SAFETY: it is complete.
        let value = unsafe { (*this.value.get()).as_ref() };
        value.expect("it is complete")
    }
}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    #[track_caller]
    pub fn force_mut(this: &mut Self) -> &mut T {
        Self::force(this);
        this.value.get_mut().as_mut().expect("it is complete")
    }
}

impl<T, F> LazyLock<T, F> {
    #[track_caller]
    pub fn get(this: &Self) -> Option<&T> {
        if this.once.is_completed() {
            // SAFETY: it is complete.
            unsafe { (*this.value.get()).as_ref() }
        } else {
            None
        }
    }

    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        this.value.get_mut().as_mut()
    }
}

impl<T, F: FnOnce() -> T> DerefMut for LazyLock<T, F> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        Self::force_mut(self)
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut d = f.debug_tuple("LazyLock");
        match Self::get(self) {
            Some(value) => d.field(value),
            None => d.field(&format_args!("<uninit>")),
        };
        d.finish()
    }
}

//! Values of each thread's own.

use ::std::cell::{Cell, RefCell};
use ::std::error::Error;
use ::std::fmt;
use explore::sync::local::Local;

pub struct LocalKey<T: 'static> {
    local: Local<T>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AccessError(());

impl fmt::Debug for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessError").finish()
    }
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("already destroyed")
    }
}

impl Error for AccessError {}

impl<T> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn __new(init: fn() -> T) -> Self {
        Self {
            local: Local::new(init),
        }
    }

    pub fn try_with<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> Result<R, AccessError> {
        self.local.try_with(body).ok_or(AccessError(()))
    }

    #[track_caller]
    pub fn with<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> R {
        match self.try_with(body) {
            Ok(result) => result,
            Err(error) => panic!(
                "cannot access a Thread Local Storage value during or after destruction: {error:?}"
            ),
        }
    }
}

impl<T: 'static> LocalKey<Cell<T>> {
    #[track_caller]
    pub fn set(&'static self, value: T) {
        self.with(|cell| cell.set(value));
    }

    #[track_caller]
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    #[track_caller]
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    #[track_caller]
    pub fn with_borrow<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> R {
        self.with(|cell| body(&cell.borrow()))
    }

    #[track_caller]
    pub fn with_borrow_mut<F: FnOnce(&mut T) -> R, R>(&'static self, body: F) -> R {
        self.with(|cell| body(&mut cell.borrow_mut()))
    }

    #[track_caller]
    pub fn set(&'static self, value: T) {
        self.replace(value);
    }

    #[track_caller]
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    #[track_caller]
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

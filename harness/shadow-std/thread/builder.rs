//! Threads with names.

use super::scope::{Scope, ScopedJoinHandle};
use super::spawn::{JoinHandle, Started};
use ::std::io;

#[derive(Debug, Default)]
#[must_use = "must eventually spawn the thread"]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    pub const fn new() -> Self {
        Self { name: None }
    }

    #[track_caller]
    pub fn name(self, name: String) -> Self {
        assert!(
            !name.contains('\0'),
            "thread name may not contain interior null bytes"
        );
        Self { name: Some(name) }
    }

    /// All stacks are alike here.
    pub fn stack_size(self, _bytes: usize) -> Self {
        self
    }

    #[track_caller]
    pub fn spawn<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        // SAFETY: nothing is borrowed.
        unsafe { self.spawn_unchecked(body) }
    }

    /// # Safety
    /// As for std's.
    #[track_caller]
    pub unsafe fn spawn_unchecked<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send,
        T: Send,
    {
        // SAFETY: the caller's promise.
        Ok(JoinHandle::new(unsafe { Started::new(self.name, body) }))
    }

    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        body: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Ok(scope.start(self.name, body))
    }
}

//! Condition variables.

use super::mutex::{Mutex, MutexGuard};
use crate::time::{Instant, beyond};
use ::std::fmt;
use ::std::panic::{RefUnwindSafe, UnwindSafe};
use ::std::sync::{LockResult, PoisonError};
use ::std::time::Duration;
use explore::sync::condvar::Condvar as Waiters;
use explore::sync::tag::Whole;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

#[derive(Default)]
pub struct Condvar {
    waiters: Waiters,
}

impl UnwindSafe for Condvar {}
impl RefUnwindSafe for Condvar {}

type Timed<'a, T> = (MutexGuard<'a, T>, WaitTimeoutResult);

impl Condvar {
    pub const fn new() -> Self {
        Self {
            waiters: Waiters::new(),
        }
    }

    #[track_caller]
    fn wait_for<'a, T: ?Sized>(
        &self,
        guard: MutexGuard<'a, T>,
        limit: Option<Duration>,
    ) -> LockResult<Timed<'a, T>> {
        guard.note_panic();
        let mutex: &'a Mutex<T> = guard.into_mutex();
        let limit = limit.map(beyond);
        let whole = Whole::of(self);
        let timed_out = self.waiters.wait(whole, &mutex.lock, mutex.whole(), limit);
        let result = WaitTimeoutResult(timed_out);
        match mutex.reacquired() {
            Ok(guard) => Ok((guard, result)),
            Err(error) => Err(PoisonError::new((error.into_inner(), result))),
        }
    }

    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        match self.wait_for(guard, None) {
            Ok((guard, _)) => Ok(guard),
            Err(error) => Err(PoisonError::new(error.into_inner().0)),
        }
    }

    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(&mut *guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        limit: Duration,
    ) -> LockResult<Timed<'a, T>> {
        self.wait_for(guard, Some(limit))
    }

    #[track_caller]
    pub fn wait_timeout_ms<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        milliseconds: u32,
    ) -> LockResult<(MutexGuard<'a, T>, bool)> {
        match self.wait_for(guard, Some(Duration::from_millis(milliseconds.into()))) {
            Ok((guard, result)) => Ok((guard, !result.timed_out())),
            Err(error) => {
                let (guard, result) = error.into_inner();
                Err(PoisonError::new((guard, !result.timed_out())))
            }
        }
    }

    #[track_caller]
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        limit: Duration,
        mut condition: F,
    ) -> LockResult<Timed<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        let begin = Instant::now();
        loop {
            if !condition(&mut *guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let Some(left) = limit.checked_sub(begin.elapsed()) else {
                return Ok((guard, WaitTimeoutResult(true)));
            };
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    #[track_caller]
    pub fn notify_one(&self) {
        self.waiters.notify_one(Whole::of(self));
    }

    #[track_caller]
    pub fn notify_all(&self) {
        self.waiters.notify_all(Whole::of(self));
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}

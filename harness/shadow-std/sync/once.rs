//! What is done once.

use ::std::cell::{Cell, UnsafeCell};
use ::std::fmt;
use ::std::panic::{RefUnwindSafe, UnwindSafe};
use ::std::sync::atomic::Ordering;
use explore::sync::atomic;
use explore::sync::condvar::Condvar;
use explore::sync::lock::Lock;
use explore::sync::tag::Whole;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Incomplete,
    Poisoned,
    Complete,
}

pub struct Once {
    /// Held by whoever does it.
    lock: Lock,
    /// Written under the lock; read without it, to see whether it is done.
    stage: UnsafeCell<Stage>,
    done: Condvar,
    /// How many wait without wanting to do it; changed under the lock.
    waiting: Cell<usize>,
}

// SAFETY: the cells are accessed under the lock, or as atomics.
unsafe impl Sync for Once {}
impl UnwindSafe for Once {}
impl RefUnwindSafe for Once {}

#[derive(Debug)]
pub struct OnceState {
    poisoned: bool,
}

impl OnceState {
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }
}

/// Gives the lock up, however the action ends.
struct Doing<'a> {
    once: &'a Once,
    whole: Whole,
    stage: Stage,
}

impl Drop for Doing<'_> {
    fn drop(&mut self) {
        self.once.set(self.stage);
        if self.once.waiting.get() > 0 {
            self.once.done.notify_all(Whole::of(&self.once.done));
        }
        self.once.lock.release(self.whole);
    }
}

impl Once {
    #[expect(clippy::new_without_default, reason = "std's has none either")]
    pub const fn new() -> Self {
        Self {
            lock: Lock::new(),
            stage: UnsafeCell::new(Stage::Incomplete),
            done: Condvar::new(),
            waiting: Cell::new(0),
        }
    }

    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, action: F) {
        self.call(Whole::of(self), "Once", false, |_| action());
    }

    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceState)>(&self, action: F) {
        self.call(Whole::of(self), "Once", true, action);
    }

    #[track_caller]
    pub fn is_completed(&self) -> bool {
        // SAFETY: the cell lives, and is accessed as an atomic.
        unsafe { atomic::load(self.stage.get(), Ordering::Acquire) == Stage::Complete }
    }

    #[track_caller]
    pub fn wait(&self) {
        if !self.wait_in(Whole::of(self), false) {
            panic!("Once instance has previously been poisoned");
        }
    }

    #[track_caller]
    pub fn wait_force(&self) {
        self.wait_in(Whole::of(self), true);
    }

    /// Waits until it is done. Says whether it is; it may be poisoned instead. `whole` is
    /// what the once is a part of.
    #[track_caller]
    pub(super) fn wait_in(&self, whole: Whole, ignores_poison: bool) -> bool {
        if self.is_completed() {
            return true;
        }
        self.lock.acquire(whole);
        self.waiting.set(self.waiting.get() + 1);
        while self.peek() == Stage::Incomplete || (ignores_poison && self.peek() == Stage::Poisoned)
        {
            self.done
                .wait(Whole::of(&self.done), &self.lock, whole, None);
        }
        self.waiting.set(self.waiting.get() - 1);
        let is_done = self.peek() == Stage::Complete;
        self.lock.release(whole);
        is_done
    }

    /// Does it if nobody has. `whole` is what the once is a part of.
    #[track_caller]
    pub(super) fn call(
        &self,
        whole: Whole,
        name: &str,
        ignores_poison: bool,
        action: impl FnOnce(&OnceState),
    ) {
        if self.is_completed() {
            return;
        }
        self.lock.acquire(whole);
        let mut doing = Doing {
            once: self,
            whole,
            stage: self.peek(),
        };
        let state = OnceState {
            poisoned: doing.stage == Stage::Poisoned,
        };
        if doing.stage == Stage::Complete {
            return;
        }
        if state.poisoned && !ignores_poison {
            panic!("{name} instance has previously been poisoned");
        }
        doing.stage = Stage::Poisoned;
        action(&state);
        doing.stage = Stage::Complete;
    }

    fn peek(&self) -> Stage {
        // SAFETY: whoever calls this holds the lock, or has the only reference.
        unsafe { *self.stage.get() }
    }

    fn set(&self, stage: Stage) {
        if self.peek() != stage {
            // SAFETY: the cell lives, and is accessed as an atomic.
            unsafe { atomic::store(self.stage.get(), stage, Ordering::Release) };
        }
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

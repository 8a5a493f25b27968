//! As much of std as the programs of these tests need, on the explorer.

use explore::sync::channel::{Channel, Transfer};
use explore::sync::tag::Whole;
use explore::sync::{atomic, condvar, lock, thread};
use explore::{Payload, ThreadId, panics};
use std::cell::{RefCell, UnsafeCell};
use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

pub struct Mutex<T> {
    lock: lock::Lock,
    data: UnsafeCell<T>,
}

unsafe impl<T: Send> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    pub const fn new(data: T) -> Self {
        let lock = lock::Lock::new();
        let data = UnsafeCell::new(data);
        Self { lock, data }
    }

    #[track_caller]
    pub fn lock(&self) -> Guard<'_, T> {
        self.lock.acquire(Whole::of(self));
        Guard(self)
    }

    #[track_caller]
    pub fn try_lock(&self) -> Option<Guard<'_, T>> {
        self.lock.try_acquire(Whole::of(self)).then(|| Guard(self))
    }
}

pub struct Guard<'a, T>(&'a Mutex<T>);

impl<T> Deref for Guard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        unsafe { &*self.0.data.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.0.data.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.0.lock.release(Whole::of(self.0));
    }
}

pub struct RwLock {
    lock: lock::Lock,
    data: UnsafeCell<usize>,
}

unsafe impl Sync for RwLock {}

impl RwLock {
    pub const fn new(data: usize) -> Self {
        let lock = lock::Lock::new();
        let data = UnsafeCell::new(data);
        Self { lock, data }
    }

    #[track_caller]
    pub fn read(&self) -> usize {
        self.lock.acquire_shared(Whole::of(self));
        self.get(false)
    }

    #[track_caller]
    pub fn try_read(&self) -> Option<usize> {
        let took = self.lock.try_acquire_shared(Whole::of(self));
        took.then(|| self.get(false))
    }

    #[track_caller]
    pub fn write(&self) -> usize {
        self.lock.acquire(Whole::of(self));
        self.get(true)
    }

    #[track_caller]
    pub fn try_write(&self) -> Option<usize> {
        let took = self.lock.try_acquire(Whole::of(self));
        took.then(|| self.get(true))
    }

    /// Reads, for writing also adds one, while the guard holds, and returns what was read.
    #[track_caller]
    fn get(&self, writes: bool) -> usize {
        let value = unsafe { *self.data.get() };
        if writes {
            unsafe { *self.data.get() = value + 1 };
            self.lock.release(Whole::of(self));
        } else {
            self.lock.release_shared(Whole::of(self));
        }
        value
    }

    /// Reads twice while holding, with something in between.
    #[track_caller]
    pub fn read_around(&self, between: impl FnOnce()) {
        self.lock.acquire_shared(Whole::of(self));
        between();
        self.lock.release_shared(Whole::of(self));
    }
}

#[derive(Default)]
pub struct Condvar(condvar::Condvar);

impl Condvar {
    pub const fn new() -> Self {
        Self(condvar::Condvar::new())
    }

    #[track_caller]
    pub fn wait<'a, T>(&self, guard: Guard<'a, T>) -> Guard<'a, T> {
        self.wait_for(guard, None).0
    }

    #[track_caller]
    pub fn wait_for<'a, T>(
        &self,
        guard: Guard<'a, T>,
        limit: Option<Duration>,
    ) -> (Guard<'a, T>, bool) {
        let mutex = guard.0;
        std::mem::forget(guard);
        let whole = Whole::of(self);
        let is_late = self.0.wait(whole, &mutex.lock, Whole::of(mutex), limit);
        (Guard(mutex), is_late)
    }

    #[track_caller]
    pub fn notify_one(&self) {
        self.0.notify_one(Whole::of(self));
    }

    #[track_caller]
    pub fn notify_all(&self) {
        self.0.notify_all(Whole::of(self));
    }
}

pub struct Atomic(UnsafeCell<usize>);

unsafe impl Sync for Atomic {}

impl Atomic {
    pub const fn new(value: usize) -> Self {
        Self(UnsafeCell::new(value))
    }

    #[track_caller]
    pub fn load(&self) -> usize {
        unsafe { atomic::load(self.0.get(), SeqCst) }
    }

    #[track_caller]
    pub fn store(&self, value: usize) {
        unsafe { atomic::store(self.0.get(), value, SeqCst) };
    }

    #[track_caller]
    pub fn add(&self, count: usize) -> usize {
        unsafe { atomic::update(self.0.get(), |value| value + count, SeqCst) }
    }

    #[track_caller]
    pub fn exchange(&self, current: usize, new: usize, is_weak: bool) -> Result<usize, usize> {
        unsafe { atomic::compare_exchange(self.0.get(), current, new, (SeqCst, SeqCst), is_weak) }
    }
}

/// A channel of numbers whose queue lies beside it.
pub struct Queue {
    pub channel: Channel,
    messages: RefCell<VecDeque<usize>>,
}

unsafe impl Sync for Queue {}

impl Queue {
    pub const fn new(capacity: Option<usize>) -> Self {
        Self {
            channel: Channel::new(capacity),
            messages: RefCell::new(VecDeque::new()),
        }
    }

    #[track_caller]
    pub fn send(&self, message: usize) -> Transfer {
        let offer = || self.messages.borrow_mut().push_back(message);
        self.channel.send(offer)
    }

    #[track_caller]
    pub fn try_send(&self, message: usize) -> Transfer {
        let sent = self.channel.try_send();
        if sent == Transfer::Done {
            self.messages.borrow_mut().push_back(message);
        }
        sent
    }

    #[track_caller]
    pub fn receive(&self, limit: Option<Duration>) -> Result<usize, Transfer> {
        self.taken(self.channel.receive(limit))
    }

    #[track_caller]
    pub fn try_receive(&self) -> Result<usize, Transfer> {
        self.taken(self.channel.try_receive())
    }

    fn taken(&self, transfer: Transfer) -> Result<usize, Transfer> {
        match transfer {
            Transfer::Done => Ok(self
                .messages
                .borrow_mut()
                .pop_front()
                .expect("a message was received")),
            other => Err(other),
        }
    }
}

pub struct JoinHandle<T> {
    pub id: ThreadId,
    result: Rc<RefCell<Option<T>>>,
}

impl<T> JoinHandle<T> {
    #[track_caller]
    pub fn join(self) -> Result<T, Payload> {
        thread::join(self.id)?;
        Ok(self
            .result
            .borrow_mut()
            .take()
            .expect("a thread that ended left its result"))
    }
}

pub fn spawn<T: 'static>(body: impl FnOnce() -> T + 'static) -> JoinHandle<T> {
    let result = Rc::new(RefCell::new(None));
    let slot = Rc::clone(&result);
    let id = thread::spawn(Box::new(move || {
        let value = body();
        *slot.borrow_mut() = Some(value);
    }));
    JoinHandle { id, result }
}

/// Waits for a thread and passes its panic on.
#[track_caller]
pub fn join<T>(handle: JoinHandle<T>) -> T {
    match handle.join() {
        Ok(value) => value,
        Err(payload) => panics::resume_unwind(payload),
    }
}

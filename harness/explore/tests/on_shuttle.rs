//! The same small part of std as in `mini`, on shuttle.

use shuttle::sync as peer;

pub struct Mutex<T>(peer::Mutex<T>);
pub type Guard<'a, T> = peer::MutexGuard<'a, T>;

impl<T> Mutex<T> {
    pub fn new(data: T) -> Self {
        Self(peer::Mutex::new(data))
    }

    pub fn lock(&self) -> Guard<'_, T> {
        self.0.lock().expect("nobody panics with the lock held")
    }
}

pub struct Condvar(peer::Condvar);

impl Condvar {
    pub fn new() -> Self {
        Self(peer::Condvar::new())
    }

    pub fn wait<'a, T>(&self, guard: Guard<'a, T>) -> Guard<'a, T> {
        self.0
            .wait(guard)
            .expect("nobody panics with the lock held")
    }

    pub fn notify_one(&self) {
        self.0.notify_one();
    }

    pub fn notify_all(&self) {
        self.0.notify_all();
    }
}

pub struct Atomic(peer::atomic::AtomicUsize);

const ORDER: peer::atomic::Ordering = peer::atomic::Ordering::SeqCst;

impl Atomic {
    pub fn new(value: usize) -> Self {
        Self(peer::atomic::AtomicUsize::new(value))
    }

    pub fn load(&self) -> usize {
        self.0.load(ORDER)
    }

    pub fn store(&self, value: usize) {
        self.0.store(value, ORDER);
    }

    pub fn add(&self, count: usize) -> usize {
        self.0.fetch_add(count, ORDER)
    }

    pub fn exchange(&self, current: usize, new: usize, _is_weak: bool) -> Result<usize, usize> {
        self.0.compare_exchange(current, new, ORDER, ORDER)
    }
}

pub fn spawn<T: Send + 'static>(
    body: impl FnOnce() -> T + Send + 'static,
) -> shuttle::thread::JoinHandle<T> {
    shuttle::thread::spawn(body)
}

pub fn join<T>(handle: shuttle::thread::JoinHandle<T>) -> T {
    handle.join().expect("nobody panics")
}

/// Runs a body in one order.
pub fn run(body: impl Fn() + Send + Sync + 'static) {
    let scheduler = shuttle::scheduler::DfsScheduler::new(Some(1), false);
    shuttle::Runner::new(scheduler, shuttle::Config::new()).run(body);
}

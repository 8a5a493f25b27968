//! Code that does not care which lock it is given.

use std::ops::DerefMut;
use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockWriteGuard};
use std::thread;

pub const EXPECTED: &str = "2 2";

trait Lock<T>: Send + Sync {
    type Guard<'a>: DerefMut<Target = T>
    where
        Self: 'a;

    fn exclusive(&self) -> Self::Guard<'_>;
}

impl<T: Send> Lock<T> for Mutex<T> {
    type Guard<'a>
        = MutexGuard<'a, T>
    where
        T: 'a;

    fn exclusive(&self) -> MutexGuard<'_, T> {
        self.lock().unwrap()
    }
}

impl<T: Send + Sync> Lock<T> for RwLock<T> {
    type Guard<'a>
        = RwLockWriteGuard<'a, T>
    where
        T: 'a;

    fn exclusive(&self) -> RwLockWriteGuard<'_, T> {
        self.write().unwrap()
    }
}

fn count<L: Lock<u32> + 'static>(lock: L) -> u32 {
    let lock = Arc::new(lock);
    let other = lock.clone();
    let thread = thread::spawn(move || *other.exclusive() += 1);
    *lock.exclusive() += 1;
    thread.join().unwrap();
    let total = *lock.exclusive();
    total
}

pub fn run() -> String {
    format!("{} {}", count(Mutex::new(0)), count(RwLock::new(0)))
}

//! Methods that are passed around by their path.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LockResult, Mutex, MutexGuard, RwLock, mpsc};
use std::thread::{self, JoinHandle, Thread};

pub const EXPECTED: &str = "6 [1, 2] 2 3 9";

static SHELVES: [Mutex<usize>; 3] = [const { Mutex::new(2) }; 3];

pub fn run() -> String {
    let sum: usize = SHELVES
        .iter()
        .map(Mutex::lock)
        .map(LockResult::unwrap)
        .map(|guard| *guard)
        .sum();
    let lock = RwLock::new(vec![1, 2]);
    let read = Some(&lock)
        .map(RwLock::read)
        .and_then(Result::ok)
        .map(|list| list.clone());
    let counts: [AtomicUsize; 2] = Default::default();
    counts
        .iter()
        .for_each(|count| drop(count.fetch_add(1, Ordering::Relaxed)));
    let total: usize = counts.into_iter().map(AtomicUsize::into_inner).sum();
    let handles: Vec<JoinHandle<usize>> = [1, 2]
        .into_iter()
        .map(|n| thread::spawn(move || n))
        .collect();
    handles
        .iter()
        .map(JoinHandle::thread)
        .for_each(Thread::unpark);
    let joined: usize = handles
        .into_iter()
        .map(JoinHandle::join)
        .map(Result::unwrap)
        .sum();
    let (sender, receiver) = mpsc::channel();
    [4, 5]
        .into_iter()
        .try_for_each(|n| mpsc::Sender::send(&sender, n))
        .unwrap();
    let received: i32 = receiver.try_iter().sum();
    let maps = [HashMap::from([(1, 2)])];
    assert_eq!(maps.iter().map(HashMap::len).sum::<usize>(), 1);
    let shared: Vec<Arc<Mutex<u8>>> = std::iter::repeat_with(Arc::default).take(1).collect();
    let guards: Vec<MutexGuard<'_, u8>> = shared
        .iter()
        .filter_map(|lock| lock.try_lock().ok())
        .collect();
    assert_eq!(guards.len(), 1);
    format!("{sum} {:?} {total} {joined} {received}", read.unwrap())
}

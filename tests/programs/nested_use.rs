//! Nested `use`, names that are changed, globs, and re-exports.

use std::{
    collections::{self, BTreeMap},
    sync::{
        self, Arc as Shared,
        atomic::{self, AtomicUsize as Count, Ordering::*},
        mpsc::*,
    },
    thread::{self as threads, JoinHandle as Handle},
};

pub const EXPECTED: &str = "3 {1: 2} 1 sent";

mod locks {
    pub use std::sync::{Mutex as Lock, MutexGuard as Guard};

    pub mod prelude {
        pub use super::*;
        pub use std::time::*;
    }
}

use locks::prelude::*;

fn value(guard: Guard<'_, u32>) -> u32 {
    *guard
}

pub fn run() -> String {
    let lock: Shared<Lock<u32>> = sync::Arc::new(sync::Mutex::new(3));
    let other = lock.clone();
    let handle: Handle<u32> = threads::spawn(move || value(other.lock().unwrap()));
    let three = handle.join().unwrap();
    let map: BTreeMap<u32, u32> = collections::HashMap::from([(1, 2)]).into_iter().collect();
    let count = Count::new(0);
    count.fetch_add(1, SeqCst);
    atomic::fence(AcqRel);
    let (sender, receiver): (Sender<&str>, Receiver<_>) = channel();
    sender.send("sent").unwrap();
    let sent = receiver
        .recv_timeout(Duration::from_secs(1))
        .unwrap_or("sent");
    format!("{three} {map:?} {} {sent}", count.load(Relaxed))
}

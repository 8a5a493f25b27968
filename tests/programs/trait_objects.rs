//! Observers behind trait objects, called by whoever publishes.

use std::fmt::Debug;
use std::sync::{Arc, RwLock};
use std::thread;

pub const EXPECTED: &str = "[\"1\", \"2\"]";

trait Observer: Send + Sync {
    fn notice(&self, what: &dyn Debug);
}

#[derive(Default)]
struct Log(RwLock<Vec<String>>);

impl Observer for Log {
    fn notice(&self, what: &dyn Debug) {
        self.0.write().unwrap().push(format!("{what:?}"));
    }
}

#[derive(Clone, Default)]
struct Bus {
    observers: Arc<RwLock<Vec<Arc<dyn Observer>>>>,
}

impl Bus {
    fn publish<T: Debug>(&self, what: T) {
        for observer in self.observers.read().unwrap().iter() {
            observer.notice(&what);
        }
    }
}

pub fn run() -> String {
    let (bus, log) = (Bus::default(), Arc::new(Log::default()));
    bus.observers.write().unwrap().push(log.clone());
    let other = bus.clone();
    let thread = thread::spawn(move || other.publish(2));
    bus.publish(1);
    thread.join().unwrap();
    let mut lines = log.0.read().unwrap().clone();
    lines.sort();
    format!("{lines:?}")
}

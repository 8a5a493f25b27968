//! Tickets are served in order; whoever waits lets others run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::*};
use std::thread;

pub const EXPECTED: &str = "2 served";

#[derive(Default, Debug)]
struct Desk {
    next: AtomicU32,
    serving: AtomicU32,
    served: AtomicU32,
}

impl Desk {
    fn visit(&self) {
        let ticket = self.next.fetch_add(1, Relaxed);
        while self.serving.load(Acquire) != ticket {
            thread::yield_now();
        }
        self.served.store(self.served.load(Relaxed) + 1, Relaxed);
        self.serving.store(ticket + 1, Release);
    }
}

pub fn run() -> String {
    let desk = Arc::new(Desk::default());
    let other = desk.clone();
    let thread = thread::spawn(move || other.visit());
    desk.visit();
    thread.join().unwrap();
    format!("{} served", desk.served.load(SeqCst))
}

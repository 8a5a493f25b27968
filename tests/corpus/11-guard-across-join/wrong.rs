//! A thread is joined while the lock that it needs is held.
//! Found as: deadlock.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<&'static str>>,
}

fn write(log: &Arc<Log>) -> JoinHandle<()> {
    let log = log.clone();
    thread::spawn(move || log.lines.lock().unwrap().push("written"))
}

pub fn scenario() {
    let log = Arc::new(Log::default());
    let writer = write(&log);
    let mut lines = log.lines.lock().unwrap();
    lines.push("closing");
    writer.join().unwrap();
    assert_eq!(log.lines.try_lock().map_or(2, |lines| lines.len()), 2);
}

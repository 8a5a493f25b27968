//! Message passing through a channel: a message brings what was done before it was sent.
//! Source: std's documentation of channels; what is sent happens before it is received
//! Allowed: none0 none1 1.
//! Explorer: none0 none1 1.
//! loom: none0 none1 1.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

pub fn outcome() -> String {
    let data = Arc::new(AtomicUsize::new(0));
    let other = data.clone();
    let (sender, receiver) = mpsc::channel();
    let handle = thread::spawn(move || {
        other.store(1, Ordering::Relaxed);
        sender.send(()).expect("the receiver waits");
    });
    let received = receiver.try_recv();
    let data = data.load(Ordering::Relaxed);
    handle.join().unwrap();
    match received {
        Ok(()) => format!("{data}"),
        Err(_) => format!("none{data}"),
    }
}

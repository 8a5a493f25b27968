//! A receiver that goes while a sender waits for room, or before: the sender is refused, and
//! knows what the receiver had done.
//! Source: std's documentation of `SyncSender::send`
//! Allowed: refused1 sent1.
//! Explorer: refused1 sent1.
//! loom: refused1 sent1.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

pub fn outcome() -> String {
    let data = Arc::new(AtomicUsize::new(0));
    let other = data.clone();
    let (sender, receiver) = mpsc::sync_channel(1);
    let sending = thread::spawn(move || {
        let first = sender.send(1);
        let second = sender.send(2);
        assert!(second.is_err(), "nobody makes room");
        (first, other.load(Ordering::Relaxed))
    });
    data.store(1, Ordering::Relaxed);
    drop(receiver);
    let (first, seen) = sending.join().unwrap();
    let first = if first.is_ok() { "sent" } else { "refused" };
    format!("{first}{seen}")
}

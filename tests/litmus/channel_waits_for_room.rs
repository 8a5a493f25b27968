//! A send that waits for room comes after the receive that makes it, and brings back what the
//! receiver had done before.
//! Source: The Go Memory Model, 2022, on channels with room; std's are used in the same way
//! Allowed: 121.
//! Explorer: 121.
//! loom: 121.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

pub fn outcome() -> String {
    let data = Arc::new(AtomicUsize::new(0));
    let other = data.clone();
    let (sender, receiver) = mpsc::sync_channel(1);
    let sending = thread::spawn(move || {
        sender.send(1).expect("the receiver waits");
        sender.send(2).expect("the receiver waits");
        other.load(Ordering::Relaxed)
    });
    data.store(1, Ordering::Relaxed);
    let first = receiver.recv().expect("the sender is there");
    let second = receiver.recv().expect("the sender is there");
    let seen = sending.join().unwrap();
    format!("{first}{second}{seen}")
}

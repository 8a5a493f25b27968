//! A try to send that finds no room tells nobody anything.
//! Source: std's documentation of `SyncSender::try_send`, which promises nothing of the kind
//! Allowed: full0 full1 room0 room1.
//! Explorer: full1 room0 room1.
//! loom: full1 room0 room1.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

pub fn outcome() -> String {
    let data = Arc::new(AtomicUsize::new(0));
    let other = data.clone();
    let (sender, receiver) = mpsc::sync_channel(1);
    sender.send(1).expect("the receiver is there");
    let trying = thread::spawn(move || {
        other.store(1, Ordering::Relaxed);
        let tried = sender.try_send(2);
        if tried.is_ok() { "room" } else { "full" }
    });
    receiver.recv().expect("a message is there");
    let seen = data.load(Ordering::Relaxed);
    let tried = trying.join().unwrap();
    format!("{tried}{seen}")
}

//! A channel made where another one was: it has nothing of the old one, neither ends that are
//! gone nor messages that were left.
//! Source: std's documentation of channels
//! Allowed: 12.
//! Explorer: 12.
//! loom: 12.

use std::sync::mpsc;
use std::thread;

pub fn outcome() -> String {
    let first = passed(1);
    let second = passed(2);
    format!("{first}{second}")
}

fn passed(value: u32) -> u32 {
    let (sender, receiver) = mpsc::channel();
    let sending = thread::spawn(move || {
        sender.send(value).expect("the receiver waits");
        // Nobody takes it, and it is no message of the next channel.
        let _ = sender.send(value + 10);
    });
    let received = receiver.recv().expect("the sender waits");
    sending.join().unwrap();
    received
}

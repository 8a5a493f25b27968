//! Two senders of a channel that the main thread keeps for itself: they go when it ends.
//! Source: std's documentation of `thread_local!`
//! Allowed: 12.
//! Explorer: 12.
//! loom: 12.

use std::cell::RefCell;
use std::sync::mpsc::{self, Sender};
use std::thread;

thread_local! {
    static SENDERS: RefCell<Vec<Sender<u32>>> = const { RefCell::new(vec![]) };
}

pub fn outcome() -> String {
    let (sender, receiver) = mpsc::channel();
    SENDERS.with_borrow_mut(|senders| senders.extend([sender.clone(), sender.clone()]));
    let sending = thread::spawn(move || sender.send(1).expect("the receiver waits"));
    let first = receiver.recv().expect("somebody sends");
    sending.join().unwrap();
    SENDERS.with_borrow(|senders| senders[1].send(2)).expect("the receiver waits");
    let second = receiver.recv().expect("it was sent");
    format!("{first}{second}")
}

//! Channels with one place, and with none: a sender waits for room or for the receiver.

use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread;

pub const EXPECTED: &str = "1 2 3, full 5, gone 6";

fn produce(sender: SyncSender<u32>) {
    for number in 1..=3 {
        sender.send(number).expect("the receiver waits for three");
    }
}

pub fn run() -> String {
    let mut all = vec![];
    let (sender, receiver) = sync_channel(0);
    let producer = thread::spawn(move || produce(sender));
    for number in receiver {
        all.push(number.to_string());
    }
    producer.join().unwrap();
    let (sender, receiver) = sync_channel(1);
    sender.try_send(4).unwrap();
    let full = match sender.try_send(5) {
        Err(TrySendError::Full(number)) => format!("full {number}"),
        other => format!("{other:?}"),
    };
    assert_eq!(receiver.recv(), Ok(4));
    drop(receiver);
    let gone = match sender.try_send(6) {
        Err(TrySendError::Disconnected(number)) => format!("gone {number}"),
        other => format!("{other:?}"),
    };
    format!("{}, {full}, {gone}", all.join(" "))
}

//! Two senders and one receiver, which ends when both are gone.

use std::sync::mpsc;
use std::thread;

pub const EXPECTED: &str = "[1, 2] 4 disconnected";

pub fn run() -> String {
    let (sender, receiver) = mpsc::channel();
    for number in 1..=2 {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number).unwrap());
    }
    drop(sender);
    let mut numbers: Vec<i32> = receiver.iter().collect();
    numbers.sort_unstable();
    assert_eq!(receiver.recv(), Err(mpsc::RecvError));
    let (sender, receiver) = mpsc::channel::<u8>();
    sender.send(3).unwrap();
    sender.send(4).unwrap();
    let last = receiver.try_iter().last().unwrap();
    drop(receiver);
    let refused = sender.send(5).unwrap_err();
    assert_eq!(refused.0, 5);
    format!("{numbers:?} {last} disconnected")
}

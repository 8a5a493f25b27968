//! What was offered comes back when the receiver goes, and nothing is lost.

use std::sync::Arc;
use std::sync::mpsc::{self, SendError};
use std::thread;

pub const EXPECTED: &str = "back or sent, 1 left";

pub fn run() -> String {
    let value = Arc::new(7);
    let (sender, receiver) = mpsc::sync_channel(0);
    let offered = value.clone();
    let offering = thread::spawn(move || sender.send(offered));
    drop(receiver);
    let SendError(back) = offering.join().unwrap().unwrap_err();
    assert!(Arc::ptr_eq(&back, &value));
    drop(back);
    let (sender, receiver) = mpsc::channel();
    let sent = value.clone();
    let sending = thread::spawn(move || sender.send(sent).is_ok());
    drop(receiver);
    sending.join().unwrap();
    format!("back or sent, {} left", Arc::strong_count(&value))
}

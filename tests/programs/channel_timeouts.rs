//! Looking into a channel without waiting, and waiting for a limited time.

use std::sync::mpsc::{RecvTimeoutError, TryRecvError, channel};
use std::thread;
use std::time::Duration;

pub const EXPECTED: &str = "Empty Timeout Ok('x') Disconnected Disconnected";

pub fn run() -> String {
    let (sender, receiver) = channel();
    let empty = receiver.try_recv().unwrap_err();
    let late = receiver.recv_timeout(Duration::from_millis(1)).unwrap_err();
    assert_eq!(
        (empty, late),
        (TryRecvError::Empty, RecvTimeoutError::Timeout)
    );
    let sending = thread::spawn(move || sender.send('x'));
    let found = loop {
        match receiver.recv_timeout(Duration::from_secs(5)) {
            Err(RecvTimeoutError::Timeout) => {}
            found => break found,
        }
    };
    sending.join().unwrap().unwrap();
    let gone = receiver.try_recv().unwrap_err();
    let gone_too = receiver.recv_timeout(Duration::ZERO).unwrap_err();
    format!("{empty:?} {late:?} {found:?} {gone:?} {gone_too:?}")
}

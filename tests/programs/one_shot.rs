//! A channel for one message, made of a cell, a flag, and a parked thread.

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};

pub const EXPECTED: &str = "the message";

struct Channel<T> {
    message: UnsafeCell<MaybeUninit<T>>,
    is_ready: AtomicBool,
}

unsafe impl<T: Send> Sync for Channel<T> {}

struct Sender<T> {
    channel: Arc<Channel<T>>,
    receiver: Thread,
}

impl<T> Sender<T> {
    fn send(self, message: T) {
        unsafe { (*self.channel.message.get()).write(message) };
        self.channel.is_ready.store(true, Ordering::Release);
        self.receiver.unpark();
    }
}

impl<T> Channel<T> {
    fn receive(&self) -> T {
        while !self.is_ready.swap(false, Ordering::Acquire) {
            thread::park();
        }
        unsafe { (*self.message.get()).assume_init_read() }
    }
}

impl<T> Drop for Channel<T> {
    fn drop(&mut self) {
        if *self.is_ready.get_mut() {
            unsafe { self.message.get_mut().assume_init_drop() }
        }
    }
}

pub fn run() -> String {
    let channel = Arc::new(Channel {
        message: UnsafeCell::new(MaybeUninit::uninit()),
        is_ready: AtomicBool::new(false),
    });
    let sender = Sender {
        channel: channel.clone(),
        receiver: thread::current(),
    };
    let sending = thread::spawn(move || sender.send("the message".to_owned()));
    let message = channel.receive();
    sending.join().unwrap();
    message
}

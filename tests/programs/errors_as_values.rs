//! The errors of locks and channels as errors: words, `?`, and boxes.

use std::error::Error;
use std::sync::{Mutex, PoisonError, RwLock, mpsc};

pub const EXPECTED: &str = "5 / try_lock failed because the operation would block / \
receiving on a closed channel / sending on a closed channel / \
poisoned lock: another task failed inside";

fn read(lock: &RwLock<i32>) -> Result<i32, Box<dyn Error + '_>> {
    let value = lock.read()?;
    Ok(*value)
}

fn busy(mutex: &Mutex<()>) -> Result<(), Box<dyn Error + '_>> {
    let _guard = mutex.lock()?;
    mutex.try_lock()?;
    Ok(())
}

fn closed() -> Result<u8, mpsc::RecvError> {
    let (sender, receiver) = mpsc::channel();
    drop(sender);
    receiver.recv()
}

fn unheard() -> Result<(), mpsc::SendError<u8>> {
    let (sender, _) = mpsc::sync_channel(1);
    sender.send(1)
}

pub fn run() -> String {
    let value = read(&RwLock::new(5)).unwrap();
    let mutex = Mutex::new(());
    let busy = busy(&mutex).unwrap_err().to_string();
    let receiving = closed().unwrap_err();
    let sending = unheard().unwrap_err();
    let poisoned = PoisonError::new(());
    format!("{value} / {busy} / {receiving} / {sending} / {poisoned}")
}

//! Types that hold locks and derive what they can; errors made from the locks' errors.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc::{RecvError, SendError};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Instant;

pub const EXPECTED: &str = "Shared { count: 0, open: false, state: Mutex { data: [], poisoned: false, .. }, \
names: RwLock { data: None, poisoned: false, .. }, changed: Condvar { .. }, begun: OnceLock(<uninit>) } \
[poisoned, closed, closed]";

#[derive(Debug, Default)]
struct Shared {
    count: AtomicU64,
    open: AtomicBool,
    state: Mutex<Vec<u8>>,
    names: RwLock<Option<String>>,
    changed: Condvar,
    begun: OnceLock<Instant>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Error {
    Poisoned,
    Closed,
}

impl<T> From<PoisonError<T>> for Error {
    fn from(_: PoisonError<T>) -> Self {
        Error::Poisoned
    }
}

impl<T> From<SendError<T>> for Error {
    fn from(_: SendError<T>) -> Self {
        Error::Closed
    }
}

impl From<RecvError> for Error {
    fn from(_: RecvError) -> Self {
        Error::Closed
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Error::Poisoned => "poisoned",
            Error::Closed => "closed",
        })
    }
}

impl Shared {
    fn state(&self) -> Result<MutexGuard<'_, Vec<u8>>, Error> {
        Ok(self.state.lock()?)
    }
}

fn receive() -> Result<u8, Error> {
    let (_, receiver) = std::sync::mpsc::channel();
    Ok(receiver.recv()?)
}

fn send() -> Result<(), Error> {
    let (sender, _) = std::sync::mpsc::channel();
    Ok(sender.send(())?)
}

pub fn run() -> String {
    let shared = Shared::default();
    let shown = format!("{shared:?}");
    std::thread::scope(|scope| {
        let holder = scope.spawn(|| {
            let _state = shared.state();
            panic!("with the state");
        });
        holder.join().unwrap_err();
    });
    let poisoned = shared.state().err();
    let errors = [poisoned, receive().err(), send().err()].map(Option::unwrap);
    format!("{shown} {errors:?}")
}

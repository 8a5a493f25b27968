//! Which types may cross threads and unwinding, as the compiler sees it.

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::atomic::{AtomicPtr, AtomicUsize};
use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::sync::{
    Barrier, Condvar, LazyLock, Mutex, MutexGuard, Once, OnceLock, RwLock, RwLockReadGuard,
};
use std::thread::{JoinHandle, LocalKey, Thread};

pub const EXPECTED: &str = "as they should be";

fn send<T: Send>() {}
fn sync<T: Sync>() {}
fn unwind<T: UnwindSafe + RefUnwindSafe>() {}

/// Tells whether a type has a trait: the inherent constant hides the one of the fallback.
struct Asked<T>(PhantomData<T>);

trait No {
    const SEND: bool = false;
    const SYNC: bool = false;
}

impl<T> No for Asked<T> {}

struct AskedSync<T>(PhantomData<T>);

impl<T> No for AskedSync<T> {}

impl<T: Send> Asked<T> {
    const SEND: bool = true;
}

impl<T: Sync> AskedSync<T> {
    const SYNC: bool = true;
}

pub fn run() -> String {
    send::<Mutex<Cell<u8>>>();
    sync::<Mutex<Cell<u8>>>();
    send::<RwLock<Cell<u8>>>();
    sync::<RwLock<u8>>();
    sync::<Condvar>();
    sync::<Barrier>();
    sync::<Once>();
    sync::<OnceLock<u8>>();
    sync::<LazyLock<u8>>();
    sync::<AtomicUsize>();
    sync::<AtomicPtr<Cell<u8>>>();
    sync::<MutexGuard<'_, u8>>();
    sync::<RwLockReadGuard<'_, u8>>();
    send::<Sender<Cell<u8>>>();
    sync::<Sender<Cell<u8>>>();
    sync::<SyncSender<u8>>();
    send::<Receiver<Cell<u8>>>();
    send::<JoinHandle<Cell<u8>>>();
    sync::<Thread>();
    sync::<LocalKey<Cell<u8>>>();
    unwind::<Mutex<u8>>();
    unwind::<RwLock<Cell<u8>>>();
    unwind::<Condvar>();
    unwind::<AtomicUsize>();
    unwind::<OnceLock<u8>>();
    assert!(!Asked::<MutexGuard<'_, u8>>::SEND);
    assert!(!Asked::<RwLockReadGuard<'_, u8>>::SEND);
    assert!(!AskedSync::<MutexGuard<'_, Cell<u8>>>::SYNC);
    assert!(!AskedSync::<RwLock<Cell<u8>>>::SYNC);
    assert!(!AskedSync::<Receiver<u8>>::SYNC);
    assert!(!AskedSync::<OnceLock<Cell<u8>>>::SYNC);
    assert!(!Asked::<Mutex<*const u8>>::SEND);
    assert!(AskedSync::<Mutex<Cell<u8>>>::SYNC && Asked::<Mutex<u8>>::SEND);
    "as they should be".into()
}

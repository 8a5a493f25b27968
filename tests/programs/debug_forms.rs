//! What locks and their relatives look like when they are printed.

use std::sync::atomic::{AtomicBool, AtomicI32};
use std::sync::{Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use std::thread;

pub const EXPECTED: &str = "\
Mutex { data: 1, poisoned: false, .. }
Mutex { data: <locked>, poisoned: false, .. }
1
RwLock { data: 2, poisoned: false, .. }
RwLock { data: <locked>, poisoned: false, .. }
2
Condvar { .. }
Barrier { .. }
Once { .. }
OnceLock(<uninit>)
OnceLock(3)
LazyLock(<uninit>)
LazyLock(4)
-5
true
Sender { .. }
Receiver { .. }
JoinHandle { .. }
PoisonError { .. }
Mutex { data: 6, poisoned: true, .. }";

pub fn run() -> String {
    let mut lines = vec![];
    let mutex = Mutex::new(1);
    lines.push(format!("{mutex:?}"));
    let guard = mutex.lock().unwrap();
    lines.push(format!("{mutex:?}").replace('"', ""));
    lines.push(format!("{guard:?}"));
    let lock = RwLock::new(2);
    lines.push(format!("{lock:?}"));
    let guard = lock.write().unwrap();
    lines.push(format!("{lock:?}"));
    lines.push(format!("{guard:?}"));
    lines.push(format!("{:?}", Condvar::new()));
    lines.push(format!("{:?}", Barrier::new(1)));
    lines.push(format!("{:?}", Once::new()));
    let cell = OnceLock::new();
    lines.push(format!("{cell:?}"));
    cell.set(3).unwrap();
    lines.push(format!("{cell:?}"));
    let lazy = LazyLock::new(|| 4);
    lines.push(format!("{lazy:?}"));
    assert_eq!(*lazy, 4);
    lines.push(format!("{lazy:?}"));
    lines.push(format!("{:?}", AtomicI32::new(-5)));
    lines.push(format!("{:?}", AtomicBool::new(true)));
    let (sender, receiver) = mpsc::channel::<()>();
    lines.push(format!("{sender:?}"));
    lines.push(format!("{receiver:?}"));
    let handle = thread::spawn(|| ());
    lines.push(format!("{handle:?}"));
    handle.join().unwrap();
    let poisoned = Mutex::new(6);
    let held = std::panic::AssertUnwindSafe(|| {
        let _guard = poisoned.lock().unwrap();
        panic!("held");
    });
    std::panic::catch_unwind(held).unwrap_err();
    lines.push(format!("{:?}", poisoned.lock().unwrap_err()));
    lines.push(format!("{poisoned:?}"));
    lines.join("\n")
}

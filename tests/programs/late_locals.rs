//! Destructors of a thread's own values that use others of them.

use std::cell::{Cell, RefCell};
use std::sync::Mutex;
use std::thread;

pub const EXPECTED: &str = "[\"first sees second true\", \"second\"]";

static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct First;
struct Second;

thread_local! {
    static FIRST: First = const { First };
    static SECOND: RefCell<Option<Second>> = const { RefCell::new(None) };
    static NUMBER: Cell<u8> = const { Cell::new(1) };
}

impl Drop for First {
    fn drop(&mut self) {
        let sees = SECOND.try_with(|second| second.borrow().is_some()).is_ok() || NUMBER.get() == 1;
        SAID.lock()
            .unwrap()
            .push(format!("first sees second {sees}"));
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        SAID.lock().unwrap().push("second".into());
    }
}

pub fn run() -> String {
    thread::spawn(|| {
        FIRST.with(|_| ());
        SECOND.set(Some(Second));
    })
    .join()
    .unwrap();
    let mut said = SAID.lock().unwrap();
    said.sort();
    format!("{said:?}")
}

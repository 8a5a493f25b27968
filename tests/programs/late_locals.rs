//! Destructors of a thread's own values that use others of them.

use std::cell::{Cell, RefCell};
use std::sync::Mutex;
use std::thread;

pub const EXPECTED: &str = "[\"second sees first: true\", \"first sees second: false, number: 1\"]";

static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct First;
struct Second;

thread_local! {
    static FIRST: First = const { First };
    static SECOND: RefCell<Option<Second>> = const { RefCell::new(None) };
    static NUMBER: Cell<u8> = const { Cell::new(0) };
}

impl Drop for First {
    fn drop(&mut self) {
        let sees = SECOND.try_with(|second| second.borrow().is_some()).is_ok();
        let number = NUMBER.get();
        say(format!("first sees second: {sees}, number: {number}"));
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        say(format!("second sees first: {}", FIRST.try_with(|_| ()).is_ok()));
    }
}

fn say(what: String) {
    SAID.lock().unwrap().push(what);
}

pub fn run() -> String {
    thread::spawn(|| {
        NUMBER.set(1);
        FIRST.with(|_| ());
        SECOND.set(Some(Second));
    })
    .join()
    .unwrap();
    format!("{:?}", SAID.lock().unwrap())
}

//! Values of each thread's own.

use std::cell::{Cell, RefCell};
use std::thread;

pub const EXPECTED: &str = "1 [\"main\"] 0 [] 8 5";

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
    static NAMES: RefCell<Vec<&'static str>> = RefCell::new(Vec::new());
    pub(crate) static START: Cell<u32> = Cell::new(2 + 3)
}

fn look() -> String {
    let count = COUNT.with(Cell::get);
    let names = NAMES.with_borrow(|names| format!("{names:?}"));
    format!("{count} {names}")
}

pub fn run() -> String {
    COUNT.with(|count| count.set(count.get() + 1));
    NAMES.with_borrow_mut(|names| names.push("main"));
    let here = look();
    let there = thread::spawn(look).join().unwrap();
    let start = START.replace(8);
    let replaced = START.take();
    NAMES.set(vec![]);
    COUNT.set(0);
    assert!(NAMES.take().is_empty());
    assert!(COUNT.try_with(|count| count.get()).is_ok());
    format!("{here} {there} {replaced} {start}")
}

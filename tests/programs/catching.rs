//! Panics that are caught, looked at, and thrown on.

use std::panic::{self, AssertUnwindSafe, UnwindSafe};
use std::thread;

pub const EXPECTED: &str = "Ok(3) caught one; thrown on: two; not panicking";

fn message(action: impl FnOnce() + UnwindSafe) -> String {
    let payload = panic::catch_unwind(action).unwrap_err();
    *payload.downcast::<String>().unwrap()
}

pub fn run() -> String {
    let fine = panic::catch_unwind(|| 1 + 2).map_err(drop);
    let one = message(|| panic!("{}", String::from("one")));
    let mut steps = 0;
    let two = message(AssertUnwindSafe(|| {
        let inner = panic::catch_unwind(|| panic!("{}o", String::from("tw")));
        steps += 1;
        if let Err(payload) = inner {
            panic::resume_unwind(payload);
        }
    }));
    assert_eq!(steps, 1);
    let after = if thread::panicking() {
        "panicking"
    } else {
        "not panicking"
    };
    format!("{fine:?} caught {one}; thrown on: {two}; {after}")
}

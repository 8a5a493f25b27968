//! `LazyLock` as a static that two threads touch first, and as a local value.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};
use std::thread;

pub const EXPECTED: &str = "{\"a\": 1, \"b\": 2} 12";

static TABLE: LazyLock<Mutex<BTreeMap<&'static str, u32>>> = LazyLock::new(Mutex::default);

pub fn run() -> String {
    thread::scope(|scope| {
        scope.spawn(|| TABLE.lock().unwrap().insert("a", 1));
        TABLE.lock().unwrap().insert("b", 2);
    });
    let base = 10;
    let lazy = LazyLock::new(|| base + 2);
    let value = *LazyLock::force(&lazy);
    assert_eq!(value, *lazy);
    let table = TABLE.lock().unwrap();
    format!("{:?} {value}", *table)
}

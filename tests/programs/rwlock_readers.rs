//! Two readers at once, and a writer that is alone.

use std::sync::{Arc, RwLock};
use std::thread;

pub const EXPECTED: &str = "[1, 2, 3]";

pub fn run() -> String {
    let list = Arc::new(RwLock::new(vec![1, 2]));
    let outer = list.read().unwrap();
    let inner = list.read().unwrap();
    assert_eq!(outer.len() + inner.len(), 4);
    drop((outer, inner));
    let writer = {
        let list = list.clone();
        thread::spawn(move || list.write().unwrap().push(3))
    };
    let reader = {
        let list = list.clone();
        thread::spawn(move || list.read().unwrap().len())
    };
    writer.join().unwrap();
    let length = reader.join().unwrap();
    assert!(length == 2 || length == 3);
    let list = list.read().unwrap();
    format!("{list:?}")
}

//! A destructor that asks whether it runs because of a panic.

use std::sync::{Arc, Mutex};
use std::thread;

pub const EXPECTED: &str = "calm panicking calm";

struct Witness(Arc<Mutex<Vec<&'static str>>>);

impl Drop for Witness {
    fn drop(&mut self) {
        let word = if thread::panicking() {
            "panicking"
        } else {
            "calm"
        };
        self.0.lock().unwrap().push(word);
    }
}

pub fn run() -> String {
    let words = Arc::new(Mutex::new(vec![]));
    drop(Witness(words.clone()));
    let witness = Witness(words.clone());
    let joined = thread::spawn(move || {
        let _witness = witness;
        if !thread::panicking() {
            panic!("on purpose");
        }
    })
    .join();
    assert!(joined.is_err());
    drop(Witness(words.clone()));
    let words = words.lock().unwrap();
    words.join(" ")
}

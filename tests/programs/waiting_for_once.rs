//! Waiting until somebody else has done what is done once.

use std::sync::{Once, OnceLock};
use std::thread;

pub const EXPECTED: &str = "given 4, done";

static GIVEN: OnceLock<u32> = OnceLock::new();
static DONE: Once = Once::new();

pub fn run() -> String {
    let giver = thread::spawn(|| {
        GIVEN.set(4).expect("nobody else gives");
        DONE.call_once(|| {});
    });
    let given = *GIVEN.wait();
    DONE.wait();
    assert!(DONE.is_completed());
    giver.join().unwrap();
    format!("given {given}, done")
}

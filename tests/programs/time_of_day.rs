//! The time of day, and how long something took by it.

use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub const EXPECTED: &str = "later, after 1970, 5s too late, 1s before 1970";

pub fn run() -> String {
    let begin = SystemTime::now();
    thread::sleep(Duration::from_millis(1));
    let later = if begin.elapsed().is_ok_and(|passed| !passed.is_zero()) {
        "later"
    } else {
        ""
    };
    let age = begin.duration_since(UNIX_EPOCH).expect("it is not 1970");
    assert!(age > Duration::from_secs(1_000_000_000));
    let error = begin
        .duration_since(begin + Duration::from_secs(5))
        .unwrap_err();
    let early = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    let before = UNIX_EPOCH.duration_since(early).unwrap();
    format!(
        "{later}, after 1970, {:?} too late, {before:?} before 1970",
        error.duration()
    )
}

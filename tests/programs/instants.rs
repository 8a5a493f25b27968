//! Arithmetic with instants and durations.

use std::time::{Duration, Instant};

pub const EXPECTED: &str = "3s 3s 0ns None ordered 1.5s";

pub fn run() -> String {
    let now = Instant::now();
    let later = now + Duration::from_secs(3);
    let difference = later - now;
    let since = later.duration_since(now);
    let nothing = now.saturating_duration_since(later);
    let missing = now.checked_duration_since(later);
    let mut moved = now;
    moved += Duration::from_millis(10);
    moved -= Duration::from_millis(10);
    assert_eq!(moved, now);
    assert!(now.checked_add(Duration::MAX).is_none());
    assert!(now.checked_sub(Duration::ZERO).is_some());
    assert!(Instant::now() >= now);
    let copy = later;
    let ordered = if now < copy && copy.max(now) == later {
        "ordered"
    } else {
        ""
    };
    let half = Duration::from_secs(3) / 2;
    format!("{difference:?} {since:?} {nothing:?} {missing:?} {ordered} {half:?}")
}

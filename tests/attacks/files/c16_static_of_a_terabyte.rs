// expect: compile-limit|compile-error|runtime-error|memory-limit
// group: compile
// what: a static that no program can have
use std::sync::atomic::{AtomicU8, Ordering};
static HUGE: [AtomicU8; 1 << 40] = [const { AtomicU8::new(0) }; 1 << 40];
pub fn solve(xs: &[i64]) -> i64 { i64::from(HUGE[xs.len()].load(Ordering::Relaxed)) + xs.iter().sum::<i64>() }

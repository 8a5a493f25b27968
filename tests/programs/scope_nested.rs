//! Threads of a scope that start more of them, and a scope that reports a panic.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Scope};

pub const EXPECTED: &str = "3 a scoped thread panicked, kept";

fn grow<'scope>(scope: &'scope Scope<'scope, '_>, count: &'scope AtomicUsize, depth: usize) {
    count.fetch_add(1, Ordering::Relaxed);
    if depth > 0 {
        scope.spawn(move || grow(scope, count, depth - 1));
    }
}

pub fn run() -> String {
    let count = AtomicUsize::new(0);
    thread::scope(|scope| grow(scope, &count, 2));
    let total = count.into_inner();
    let payload = panic::catch_unwind(|| {
        thread::scope(|scope| {
            scope.spawn(|| panic!("inside"));
        });
    })
    .unwrap_err();
    let message = payload.downcast_ref::<&str>().unwrap();
    let kept = thread::scope(
        |scope| match scope.spawn(|| -> u8 { panic!("seen") }).join() {
            Err(payload) if payload.is::<&str>() => "kept",
            _ => "lost",
        },
    );
    format!("{total} {message}, {kept}")
}

//! Threads that ask the same question over and over instead of waiting.

use super::mini::{Atomic, Mutex, join, spawn};
use super::{NO_FAULTS, assert_right, explore, failure, outcomes};
use crate::Failure;
use crate::sync::thread;
use std::sync::Arc;
use std::time::Duration;

#[test]
fn a_spinning_thread_waits_for_the_change_and_is_named() {
    let report = explore(|| {
        let flag = Arc::new(Atomic::new(0));
        let other = Arc::clone(&flag);
        let handle = spawn(move || while other.load() == 0 {});
        flag.store(1);
        join(handle);
    });
    assert_right(&report);
    assert_eq!(report.spins.len(), 1);
}

#[test]
fn a_thread_that_spins_for_ever_is_a_livelock() {
    let by_reading = explore(|| {
        let flag = Atomic::new(0);
        while flag.load() == 0 {
            thread::pause();
        }
    });
    assert!(matches!(failure(&by_reading), Failure::Livelock(_)));
    let under_a_lock = explore(|| {
        let flag = Mutex::new(false);
        while !*flag.lock() {
            thread::sleep(Duration::from_millis(1));
        }
    });
    assert!(matches!(failure(&under_a_lock), Failure::Livelock(_)));
}

#[test]
fn a_loop_that_gives_up_is_no_livelock() {
    let seen = outcomes(NO_FAULTS, || {
        let flag = Arc::new(Atomic::new(0));
        let other = Arc::clone(&flag);
        let handle = spawn(move || (0..5).filter(|_| other.load() == 0).count());
        flag.store(1);
        join(handle)
    });
    assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn two_pollers_of_one_lock_do_not_keep_each_other_going() {
    let report = explore(|| {
        let flag = Arc::new(Mutex::new(false));
        let handles = [(); 2].map(|()| {
            let flag = Arc::clone(&flag);
            spawn(move || {
                while !*flag.lock() {
                    thread::pause();
                }
            })
        });
        *flag.lock() = true;
        let _ = handles.map(join);
    });
    assert_right(&report);
}

//! Time, which passes when nothing else can happen.

use super::mini::{Atomic, Condvar, Mutex, Queue, join, spawn};
use super::{NO_FAULTS, assert_right, explore, outcomes};
use crate::Allowance;
use crate::sync::channel::Transfer;
use crate::sync::{thread, time};
use std::sync::Arc;
use std::time::Duration;

#[test]
fn time_passes_when_nothing_else_can_happen() {
    let right = outcomes(NO_FAULTS, || {
        let mutex = Mutex::new(());
        let condvar = Condvar::new();
        let limit = Some(Duration::from_secs(3));
        let (guard, is_late) = condvar.wait_for(mutex.lock(), limit);
        drop(guard);
        thread::sleep(Duration::from_secs(4));
        thread::park(Some(Duration::from_secs(5)));
        assert!(is_late);
        time::now().as_secs() as usize
    });
    assert_eq!(right, [12]);
}

#[test]
fn sleeping_is_no_synchronisation() {
    let body = || {
        let flag = Arc::new(Atomic::new(0));
        let other = Arc::clone(&flag);
        let handle = spawn(move || other.store(1));
        thread::sleep(Duration::from_millis(1));
        let seen = flag.load();
        join(handle);
        seen
    };
    let faults = Allowance {
        early_timeouts: 1,
        ..NO_FAULTS
    };
    assert_eq!(outcomes(NO_FAULTS, body), [1]);
    assert_eq!(outcomes(faults, body), [0, 1]);
}

#[test]
fn an_early_timeout_has_used_up_its_time() {
    let faults = Allowance {
        early_timeouts: 1,
        ..NO_FAULTS
    };
    let right = outcomes(faults, || {
        let queue = Queue::new(None);
        let start = time::now();
        let limit = Duration::from_millis(7);
        assert_eq!(queue.receive(Some(limit)), Err(Transfer::NotNow));
        (time::now() - start).as_millis() as usize
    });
    assert_eq!(right, [7]);
}

#[test]
fn waiting_for_the_clock_ends() {
    assert_right(&explore(|| {
        let start = time::now();
        while time::now() - start < Duration::from_secs(1) {
            thread::pause();
        }
    }));
}

//! Locks, and waiting under them.

use super::mini::{Atomic, Condvar, Mutex, RwLock, join, spawn};
use super::{NO_FAULTS, assert_right, explore, explore_with, failure, outcomes};
use crate::sync::thread;
use crate::{Allowance, Failure, Kind, ThreadId};
use std::sync::Arc;

#[test]
fn locks_taken_in_two_orders_deadlock_and_it_is_said_who_waits_for_whom() {
    let report = explore(|| {
        let locks = Arc::new((Mutex::new(()), Mutex::new(())));
        let other = Arc::clone(&locks);
        let handle = spawn(move || {
            let _first = other.0.lock();
            let _second = other.1.lock();
        });
        let second = locks.1.lock();
        let first = locks.0.lock();
        drop((first, second));
        join(handle);
    });
    let Failure::Deadlock(blocked) = failure(&report) else {
        panic!("{report:?}");
    };
    let waits: Vec<_> = blocked
        .iter()
        .map(|one| (one.thread.0, one.kind, one.on))
        .collect();
    let expected = [
        (0, Kind::Lock, Some(ThreadId(1))),
        (1, Kind::Lock, Some(ThreadId(0))),
    ];
    assert_eq!(waits, expected);
}

#[test]
fn a_wait_without_a_loop_needs_a_spurious_wakeup_to_fail() {
    let body = || {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            let mut guard = other.0.lock();
            if !*guard {
                guard = other.1.wait(guard);
            }
            assert!(*guard, "woken too early");
        });
        *shared.0.lock() = true;
        shared.1.notify_one();
        join(handle);
    };
    assert_right(&explore(body));
    let faults = Allowance {
        spurious_wakeups: 1,
        ..NO_FAULTS
    };
    assert!(matches!(
        failure(&explore_with(faults, body)),
        Failure::Panic { .. }
    ));
}

#[test]
fn a_notification_wakes_each_of_the_waiters_once() {
    let woken = outcomes(NO_FAULTS, || {
        let shared = Arc::new((Mutex::new(0), Condvar::new(), Atomic::new(0)));
        let handles = [1, 2].map(|name| {
            let shared = Arc::clone(&shared);
            spawn(move || {
                let mut guard = shared.0.lock();
                *guard += 1;
                guard = shared.1.wait(guard);
                drop(guard);
                let _ = shared.2.exchange(0, name, false);
            })
        });
        while *shared.0.lock() < 2 {
            thread::pause();
        }
        shared.1.notify_one();
        shared.1.notify_one();
        let _ = handles.map(join);
        shared.2.load()
    });
    assert_eq!(woken, [1, 2]);
}

#[test]
fn a_try_sees_the_lock_held_and_free() {
    let seen = outcomes(NO_FAULTS, || {
        let mutex = Arc::new(Mutex::new(0));
        let other = Arc::clone(&mutex);
        let handle = spawn(move || drop(other.lock()));
        let took = mutex.try_lock().is_some();
        join(handle);
        usize::from(took)
    });
    assert_eq!(seen, [0, 1]);
}

#[test]
fn readers_share_a_lock_that_writers_do_not() {
    let seen = outcomes(NO_FAULTS, || {
        let shared = Arc::new((RwLock::new(0), Atomic::new(9)));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            let read = other.0.try_read().map_or(0, |_| 1);
            read + 2 * other.0.try_write().map_or(0, |_| 1)
        });
        shared.0.read_around(|| {
            shared.1.load();
        });
        join(handle)
    });
    assert_eq!(seen, [1, 3], "a reader is never kept out by a reader");
}

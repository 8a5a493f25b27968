//! What locks, threads, tokens, channels and barriers order.

use super::{Flag, Plain, look, race};
use crate::Report;
use crate::sync::lock::Lock;
use crate::sync::{barrier, tag::Whole, thread};
use crate::tests::mini::{Condvar, Mutex, Queue, join, spawn};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

#[test]
fn locks_order_what_is_done_under_them() {
    type Locked = (Mutex<()>, Plain);
    fn locked() -> Locked {
        (Mutex::new(()), Plain::default())
    }
    let report = look(|| {
        let shared = Arc::new(locked());
        let handles = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            spawn(move || {
                let guard = shared.0.lock();
                shared.1.write(shared.1.read() + 1);
                drop(guard);
            })
        });
        let _ = handles.map(join);
        shared.1.read();
    });
    assert_eq!(race(&report), None);
    let report = look(|| {
        let shared = Arc::new(locked());
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            drop(other.0.lock());
            other.1.write(1);
        });
        drop(shared.0.lock());
        shared.1.write(2);
        let _ = handle.join();
    });
    assert!(race(&report).is_some());
}

#[test]
fn readers_of_a_lock_are_ordered_with_writers_and_not_with_each_other() {
    fn readers_and_a_writer(writes_as_reader: bool) -> Report {
        look(move || {
            let shared = Arc::new((Lock::new(), Plain::default()));
            let other = Arc::clone(&shared);
            let reader = spawn(move || {
                let whole = Whole::of(&other.0);
                other.0.acquire_shared(whole);
                other.1.read();
                other.0.release_shared(whole);
            });
            let other = Arc::clone(&shared);
            let writer = spawn(move || {
                let whole = Whole::of(&other.0);
                if writes_as_reader {
                    other.0.acquire_shared(whole);
                    other.1.write(1);
                    other.0.release_shared(whole);
                } else {
                    other.0.acquire(whole);
                    other.1.write(1);
                    other.0.release(whole);
                }
            });
            let _ = [reader, writer].map(join);
        })
    }
    assert_eq!(race(&readers_and_a_writer(false)), None);
    assert!(race(&readers_and_a_writer(true)).is_some());
}

#[test]
fn waiting_on_a_condition_variable_keeps_the_edges_of_its_lock() {
    let report = look(|| {
        let shared = Arc::new((Mutex::new(false), Condvar::new(), Plain::default()));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            other.2.write(1);
            *other.0.lock() = true;
            other.1.notify_one();
        });
        let mut guard = shared.0.lock();
        while !*guard {
            guard = shared.1.wait(guard);
        }
        drop(guard);
        shared.2.read();
        let _ = handle.join();
    });
    assert_eq!(race(&report), None);
}

#[test]
fn threads_know_what_their_spawner_knew_and_joins_what_they_did() {
    let report = look(|| {
        let plain = Arc::new(Plain::default());
        plain.write(1);
        let other = Arc::clone(&plain);
        let handle = spawn(move || other.write(2));
        let _ = handle.join();
        plain.write(3);
    });
    assert_eq!(race(&report), None);
    let report = look(|| {
        let plain = Arc::new(Plain::default());
        let other = Arc::clone(&plain);
        let handle = spawn(move || other.write(2));
        plain.write(1);
        let _ = handle.join();
    });
    assert!(race(&report).is_some());
}

#[test]
fn a_token_carries_what_its_giver_knew() {
    let report = look(|| {
        let shared = Arc::new((Plain::default(), Flag::default()));
        let other = Arc::clone(&shared);
        let main = thread::current();
        let handle = spawn(move || {
            other.0.write(1);
            other.1.store(1, Relaxed);
            thread::unpark(main);
        });
        while shared.1.load(Relaxed) == 0 {
            thread::park(None);
        }
        let _ = handle.join();
    });
    assert_eq!(race(&report), None);
    let report = look(|| {
        let plain = Arc::new(Plain::default());
        let other = Arc::clone(&plain);
        let main = thread::current();
        let handle = spawn(move || {
            other.write(1);
            thread::unpark(main);
        });
        thread::park(None);
        plain.read();
        let _ = handle.join();
    });
    assert_eq!(race(&report), None);
}

#[test]
fn channels_carry_what_senders_knew_and_room_what_receivers_knew() {
    fn room(capacity: Option<usize>) -> Report {
        look(move || {
            let shared = Arc::new((Queue::new(capacity), Plain::default()));
            let other = Arc::clone(&shared);
            let handle = spawn(move || {
                other.1.write(1);
                let _ = (other.0.receive(None), other.0.receive(None));
            });
            shared.0.send(1);
            shared.0.send(2);
            shared.1.read();
            let _ = handle.join();
        })
    }
    for capacity in [None, Some(0), Some(1)] {
        let report = look(move || {
            let shared = Arc::new((Queue::new(capacity), Plain::default()));
            let other = Arc::clone(&shared);
            let handle = spawn(move || {
                other.1.write(1);
                other.0.send(7);
            });
            if shared.0.receive(None).is_ok() {
                shared.1.read();
            }
            let _ = handle.join();
        });
        assert_eq!(race(&report), None, "{capacity:?}");
    }
    assert_eq!(race(&room(Some(1))), None);
    assert!(race(&room(None)).is_some());
}

#[test]
fn a_barrier_orders_everything_before_it_with_everything_after() {
    let report = look(|| {
        let shared = Arc::new((barrier::Barrier::new(2), Plain::default()));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            other.1.write(1);
            other.0.wait();
        });
        shared.0.wait();
        shared.1.read();
        let _ = handle.join();
    });
    assert_eq!(race(&report), None);
}

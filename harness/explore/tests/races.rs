//! What counts as a data race: every edge that C11 gives orders accesses, and nothing else
//! does. The accesses call the hooks as instrumented code would.

use super::mini::{Condvar, Mutex, Queue, join, spawn};
use crate::sync::atomic;
use crate::sync::lock::Lock;
use crate::sync::{barrier, tag::Whole, thread};
use crate::{AccessKind, Allowance, Config, Explorer, Failure, Place, Race, Report, fence};
use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

unsafe extern "C" {
    fn __tsan_read8(address: usize);
    fn __tsan_write8(address: usize);
    fn __tsan_read1(address: usize);
    fn __tsan_write1(address: usize);
    fn __tsan_atomic64_fetch_add(at: *mut u64, value: u64, order: i32) -> u64;
    fn __tsan_atomic64_fetch_sub(at: *mut u64, value: u64, order: i32) -> u64;
    fn __tsan_atomic_thread_fence(order: i32);
}

/// Eight ordinary bytes.
#[derive(Default)]
struct Plain(UnsafeCell<u64>);

unsafe impl Sync for Plain {}
unsafe impl Send for Plain {}

impl Plain {
    fn read(&self) -> u64 {
        unsafe {
            __tsan_read8(self.0.get() as usize);
            *self.0.get()
        }
    }

    fn write(&self, value: u64) {
        unsafe {
            __tsan_write8(self.0.get() as usize);
            *self.0.get() = value;
        }
    }

    fn write_byte(&self, index: usize) {
        unsafe { __tsan_write1(self.0.get() as usize + index) };
    }

    fn read_byte(&self, index: usize) {
        unsafe { __tsan_read1(self.0.get() as usize + index) };
    }
}

/// An atomic with orderings.
#[derive(Default)]
struct Flag(UnsafeCell<u64>);

unsafe impl Sync for Flag {}
unsafe impl Send for Flag {}

impl Flag {
    #[track_caller]
    fn load(&self, order: Ordering) -> u64 {
        unsafe { atomic::load(self.0.get(), order) }
    }

    #[track_caller]
    fn store(&self, value: u64, order: Ordering) {
        unsafe { atomic::store(self.0.get(), value, order) };
    }

    #[track_caller]
    fn add(&self, order: Ordering) -> u64 {
        unsafe { atomic::update(self.0.get(), |value| value + 1, order) }
    }

    #[track_caller]
    fn exchange(&self, current: u64, new: u64, orders: (Ordering, Ordering)) -> bool {
        unsafe { atomic::compare_exchange(self.0.get(), current, new, orders, false).is_ok() }
    }
}

fn look(body: impl Fn() + Sync) -> Report {
    let config = Config {
        allowance: Allowance::default(),
        finds_races: true,
        ..Config::default()
    };
    Explorer::new(config).run(body)
}

fn race(report: &Report) -> Option<&Race> {
    match &report.finding.as_ref()?.failure {
        Failure::Race(race) => Some(race),
        other => panic!("not a race: {other:?}"),
    }
}

/// Runs two threads on what is shared.
fn two<T: Default + Send + Sync + 'static>(first: fn(&T), second: fn(&T)) -> Report {
    look(move || {
        let shared = Arc::new(T::default());
        let handles = [first, second].map(|body| {
            let shared = Arc::clone(&shared);
            spawn(move || body(&shared))
        });
        let _ = handles.map(join);
    })
}

type Published = (Plain, Flag);

fn publication(store: Ordering, load: Ordering) -> Report {
    look(move || {
        let shared = Arc::new(Published::default());
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            other.0.write(1);
            other.1.store(1, store);
        });
        if shared.1.load(load) == 1 {
            shared.0.read();
        }
        let _ = handle.join();
    })
}

#[test]
fn two_writes_race_and_two_reads_do_not() {
    let report = two::<Plain>(|plain| plain.write(1), |plain| plain.write(2));
    let found = race(&report).unwrap();
    assert_eq!(
        (found.first.kind, found.second.kind, found.first.size),
        (AccessKind::Write, AccessKind::Write, 8)
    );
    assert_ne!(found.first.thread, found.second.thread);
    assert_eq!(found.missing, None);
    assert!(matches!(found.first.place, Place::Code([code, ..]) if code != 0));
    let report = two::<Plain>(
        |plain| {
            plain.read();
        },
        |plain| {
            plain.read();
        },
    );
    assert_eq!(race(&report), None);
}

#[test]
fn nothing_is_said_where_nobody_asks() {
    let report = Explorer::new(Config::default()).run(|| {
        let plain = Arc::new(Plain::default());
        let other = Arc::clone(&plain);
        let handle = spawn(move || other.write(1));
        plain.write(2);
        let _ = handle.join();
    });
    assert!(report.finding.is_none());
}

#[test]
fn different_bytes_of_a_word_do_not_race() {
    let report = two::<Plain>(|plain| plain.write_byte(3), |plain| plain.write_byte(4));
    assert_eq!(race(&report), None);
    let report = two::<Plain>(|plain| plain.write_byte(3), |plain| plain.read_byte(3));
    assert_eq!(race(&report).map(|race| race.second.size), Some(1));
}

#[test]
fn a_publication_needs_a_release_and_an_acquisition() {
    for (store, load) in [(Release, Acquire), (SeqCst, SeqCst), (SeqCst, Acquire)] {
        assert_eq!(race(&publication(store, load)), None);
    }
    for (store, load, releases) in [
        (Relaxed, Acquire, false),
        (Release, Relaxed, true),
        (Relaxed, Relaxed, false),
        (Relaxed, SeqCst, false),
    ] {
        let report = publication(store, load);
        let missing = race(&report).expect("a race").missing.expect("an edge");
        assert_eq!((missing.store.1, missing.load.1), (store, load));
        assert_eq!(missing.store_releases(), releases);
        assert!(matches!(missing.store.0, Place::Source(at) if at.file().ends_with("races.rs")));
    }
}

#[test]
fn fences_release_and_acquire_for_relaxed_operations() {
    fn fenced(release: Option<Ordering>, acquire: Option<Ordering>) -> Report {
        look(move || {
            let shared = Arc::new(Published::default());
            let other = Arc::clone(&shared);
            let handle = spawn(move || {
                other.0.write(1);
                if let Some(order) = release {
                    fence(order);
                }
                other.1.store(1, Relaxed);
            });
            if shared.1.load(Relaxed) == 1 {
                if let Some(order) = acquire {
                    fence(order);
                }
                shared.0.read();
            }
            let _ = handle.join();
        })
    }
    assert_eq!(race(&fenced(Some(Release), Some(Acquire))), None);
    assert_eq!(race(&fenced(Some(SeqCst), Some(AcqRel))), None);
    assert!(race(&fenced(None, Some(Acquire))).is_some());
    assert!(race(&fenced(Some(Release), None)).is_some());
    assert!(race(&fenced(Some(Acquire), Some(Release))).is_some());
}

#[test]
fn updates_continue_a_release_sequence_and_stores_end_it() {
    fn sequence(goes_on: fn(&Flag)) -> Report {
        look(move || {
            let shared = Arc::new(Published::default());
            let [first, second] = [Arc::clone(&shared), Arc::clone(&shared)];
            let writer = spawn(move || {
                first.0.write(1);
                first.1.store(1, Release);
            });
            let middle = spawn(move || {
                if second.1.load(Relaxed) == 1 {
                    goes_on(&second.1);
                }
            });
            if shared.1.load(Acquire) == 2 {
                shared.0.read();
            }
            let _ = [writer, middle].map(join);
        })
    }
    assert_eq!(
        race(&sequence(|flag| {
            flag.add(Relaxed);
        })),
        None
    );
    let exchange = |flag: &Flag| {
        flag.exchange(1, 2, (Relaxed, Relaxed));
    };
    assert_eq!(race(&sequence(exchange)), None);
    assert!(race(&sequence(|flag| flag.store(2, Relaxed))).is_some());
    // A release of its own publishes only what its thread knows.
    assert!(race(&sequence(|flag| flag.store(2, Release))).is_some());
}

#[test]
fn a_failed_exchange_reads_with_its_own_ordering() {
    fn failing(orders: (Ordering, Ordering)) -> Report {
        look(move || {
            let shared = Arc::new(Published::default());
            let other = Arc::clone(&shared);
            let handle = spawn(move || {
                other.0.write(1);
                other.1.store(1, Release);
            });
            if !shared.1.exchange(0, 0, orders) {
                shared.0.read();
            }
            let _ = handle.join();
        })
    }
    assert_eq!(race(&failing((Relaxed, Acquire))), None);
    assert!(race(&failing((AcqRel, Relaxed))).is_some());
}

#[test]
fn an_atomic_races_with_an_ordinary_access_to_the_same_memory() {
    let report = two::<Flag>(
        |flag| {
            flag.load(SeqCst);
        },
        |flag| unsafe {
            __tsan_write8(flag.0.get() as usize);
            *flag.0.get() = 1;
        },
    );
    let kinds = race(&report).map(|race| [race.first.kind, race.second.kind]);
    let kinds = kinds.unwrap();
    assert!(kinds.contains(&AccessKind::AtomicRead) && kinds.contains(&AccessKind::Write));
}

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

/// As `Arc` does it: the counts are atomics of std's own.
#[test]
fn whoever_drops_the_last_reference_comes_after_all_others() {
    fn counted(fences: bool) -> Report {
        look(move || {
            let shared = Arc::new((Plain::default(), Plain::default()));
            let count = shared.0.0.get();
            unsafe { __tsan_atomic64_fetch_add(count, 2, 0) };
            let handles = [(); 2].map(|()| {
                let shared = Arc::clone(&shared);
                spawn(move || {
                    shared.1.read();
                    let count = shared.0.0.get();
                    if unsafe { __tsan_atomic64_fetch_sub(count, 1, 3) } == 1 {
                        if fences {
                            unsafe { __tsan_atomic_thread_fence(2) };
                        }
                        shared.1.write(0);
                    }
                })
            });
            let _ = handles.map(join);
        })
    }
    assert_eq!(race(&counted(true)), None);
    assert!(race(&counted(false)).is_some());
}

#[test]
fn memory_that_is_used_again_has_no_past() {
    let report = look(|| {
        let handle = spawn(|| {
            let plain = Box::new(Plain::default());
            plain.write(1);
            let raw = Box::into_raw(plain) as usize;
            let passed = Arc::new(Flag::default());
            passed.store(raw as u64, Relaxed);
            drop(unsafe { Box::from_raw(raw as *mut Plain) });
            // The block comes back from this thread's free list.
            let again = Box::new(Plain::default());
            again.write(2);
            again
        });
        let again = handle.join().unwrap_or_default();
        again.write(3);
    });
    assert_eq!(race(&report), None);
}

#[test]
fn a_race_is_found_in_whichever_order_the_search_begins() {
    let report = look(|| {
        let shared = Arc::new((Flag::default(), Plain::default()));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            if other.0.load(Acquire) == 0 {
                other.1.write(1);
            }
        });
        shared.0.store(1, Release);
        shared.1.write(2);
        let _ = handle.join();
    });
    let finding = report.finding.as_ref().unwrap();
    assert!(
        race(&report).is_some() && report.executions > 1,
        "{finding:?}"
    );
}

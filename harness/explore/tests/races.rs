//! What counts as a data race: every edge that C11 gives orders accesses, and nothing else
//! does. The accesses call the hooks as instrumented code would.

mod atomics;
mod objects;

use super::mini::{join, spawn};
use crate::sync::atomic;
use crate::{AccessKind, Allowance, Config, Explorer, Failure, Place, Race, Report};
use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};

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

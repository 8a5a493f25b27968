//! Threads: what is their own, and how they end.

use super::mini::{Atomic, Mutex, join, spawn};
use super::{assert_right, explore, failure};
use crate::sync::local::Local;
use crate::sync::thread;
use crate::{Config, Coverage, Explorer, Failure, panics};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::Mutex as RealMutex;

#[test]
fn a_token_is_kept_for_the_thread_that_parks_later() {
    assert_right(&explore(|| {
        let handle = spawn(|| thread::park(None));
        thread::unpark(handle.id);
        join(handle);
    }));
    let twice = explore(|| {
        let handle = spawn(|| {
            thread::park(None);
            thread::park(None);
        });
        thread::unpark(handle.id);
        thread::unpark(handle.id);
        join(handle);
    });
    assert!(matches!(failure(&twice), Failure::Deadlock(_)));
}

#[test]
fn every_thread_has_its_own_values_and_they_are_destroyed() {
    struct Counted(Cell<usize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            DROPS.add(self.0.get());
        }
    }
    static DROPS: Atomic = Atomic::new(0);
    static VALUE: Local<Counted> = Local::new(|| Counted(Cell::new(1)));
    assert_right(&explore(|| {
        let bump = || {
            VALUE.try_with(|value| value.0.set(value.0.get() * 10));
            VALUE.try_with(|value| value.0.get()).unwrap()
        };
        let handles = [spawn(bump), spawn(bump)];
        assert_eq!(handles.map(join), [10, 10]);
        assert_eq!(
            DROPS.load(),
            20,
            "statics are put back after each execution"
        );
    }));
}

#[test]
fn the_panic_of_a_thread_is_its_joiners_to_see() {
    assert_right(&explore(|| {
        let handle = spawn(|| panic!("one"));
        let payload = handle.join().unwrap_err();
        assert_eq!(panics::text(&*payload), "one");
    }));
}

#[test]
fn panicking_is_said_of_the_thread_that_unwinds_and_of_no_other() {
    struct Locks(Arc<Mutex<usize>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            assert!(panics::panicking());
            *self.0.lock() += 1;
            assert!(panics::panicking());
        }
    }
    assert_right(&explore(|| {
        let mutex = Arc::new(Mutex::new(0));
        let guarded = Arc::clone(&mutex);
        let handle = spawn(move || {
            let caught = panics::catch_unwind(|| {
                let _locks = Locks(guarded);
                panic!("one");
            });
            assert!(caught.is_err() && !panics::panicking());
        });
        *mutex.lock() += 10;
        assert!(!panics::panicking());
        join(handle);
        assert_eq!(*mutex.lock(), 11);
    }));
}

#[test]
fn executions_abandoned_in_an_unwind_do_not_spoil_the_next() {
    struct Both(Arc<(Mutex<()>, Mutex<()>)>);
    impl Drop for Both {
        fn drop(&mut self) {
            let _first = self.0.0.lock();
            let _second = self.0.1.lock();
        }
    }
    let config = Config {
        goes_on: true,
        ..Config::default()
    };
    let unwinding = RealMutex::new(0);
    let report = Explorer::new(config).run(|| {
        *unwinding.lock().unwrap() += usize::from(std::thread::panicking());
        let locks = Arc::new((Mutex::new(()), Mutex::new(())));
        let both = Both(Arc::clone(&locks));
        let handle = spawn(move || {
            let _ = panics::catch_unwind(move || {
                let _both = both;
                panic!("one");
            });
        });
        let second = locks.1.lock();
        let first = locks.0.lock();
        drop((first, second));
        join(handle);
    });
    assert!(matches!(failure(&report), Failure::Deadlock(_)));
    assert!(report.executions > 1 && matches!(report.coverage, Coverage::Exhaustive(_)));
    assert_eq!(unwinding.into_inner().unwrap(), 0);
}

#[test]
fn a_thread_that_is_left_behind_is_counted_and_no_failure() {
    let report = explore(|| drop(spawn(|| thread::park(None))));
    assert_right(&report);
    assert_eq!(report.left_behind, 1);
}

//! Turns: threads that go on one by one.

use super::mini::{Atomic, join, spawn};
use super::{NO_FAULTS, assert_right, explore, failure, outcomes};
use crate::sync::{thread, turn};
use crate::{Failure, ThreadId};
use std::sync::Arc;
use std::time::Duration;

/// Each of two threads notes its number whenever it has its turn; in between nothing moves.
#[test]
fn turns_are_taken_in_the_order_in_which_they_are_given() {
    for order in [[0, 1, 0, 1], [1, 1, 0, 0]] {
        let report = explore(|| {
            let noted = Arc::new(Atomic::new(1));
            let threads = [0, 1].map(|number| {
                let noted = Arc::clone(&noted);
                spawn(move || {
                    for _ in 0..2 {
                        turn::wait();
                        noted.store(noted.load() * 2 + number);
                    }
                })
            });
            let ids = [ThreadId(1), ThreadId(2)];
            let mut wanted = 1;
            turn::settle();
            for number in order {
                turn::give(ids[number]);
                assert_eq!(turn::settle(), None, "nobody waits for time");
                wanted = wanted * 2 + number;
                assert_eq!(noted.load(), wanted);
            }
            let _ = threads.map(join);
        });
        assert_right(&report);
        assert_eq!(report.executions, 1);
    }
}

#[test]
fn what_a_turn_sets_going_is_explored_until_nothing_moves() {
    let seen = outcomes(NO_FAULTS, || {
        let last = Arc::new(Atomic::new(0));
        let threads = [1, 2].map(|number| {
            let last = Arc::clone(&last);
            spawn(move || {
                turn::wait();
                last.store(number);
                thread::sleep(Duration::from_secs(1));
                last.store(number + 2);
            })
        });
        turn::settle();
        turn::give(ThreadId(1));
        turn::give(ThreadId(2));
        assert_eq!(turn::settle(), Some(Duration::from_secs(1)));
        let first = last.load();
        assert!(first == 1 || first == 2, "no time passes by itself");
        turn::rest(Duration::from_secs(1));
        turn::settle();
        let _ = threads.map(join);
        first * 10 + last.load()
    });
    assert_eq!(seen, [13, 14, 23, 24]);
}

#[test]
fn without_time_whoever_waits_does_so_for_ever() {
    let report = explore(|| {
        let sleeper = spawn(|| {
            for _ in 0..3 {
                thread::sleep(Duration::from_secs(1));
            }
        });
        turn::settle();
        turn::stop_time();
        join(sleeper);
    });
    assert!(
        matches!(failure(&report), Failure::Deadlock(_)),
        "{report:?}"
    );
}

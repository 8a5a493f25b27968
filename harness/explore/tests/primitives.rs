//! What single primitives do, and what an exploration says about programs.

use super::mini::{Atomic, Condvar, Mutex, Queue, RwLock, join, spawn};
use super::{explore, explore_with};
use crate::sync::channel::Transfer;
use crate::sync::local::Local;
use crate::sync::{choice, thread, time, turn};
use crate::{
    Allowance, Config, Coverage, Explorer, Failure, Kind, Report, ThreadId, arena, panics,
};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex as RealMutex;
use std::time::Duration;

const NO_FAULTS: Allowance = Allowance {
    spurious_wakeups: 0,
    weak_failures: 0,
    early_timeouts: 0,
};

#[track_caller]
fn assert_right(report: &Report) {
    assert_eq!(
        report.finding.as_ref().map(|finding| &finding.failure),
        None
    );
    assert!(
        matches!(report.coverage, Coverage::Exhaustive(_)),
        "{report:?}"
    );
}

fn failure(report: &Report) -> &Failure {
    &report.finding.as_ref().expect("something fails").failure
}

/// All values that a program can come to.
fn outcomes(allowance: Allowance, body: impl Fn() -> usize + Sync) -> Vec<usize> {
    let seen = RealMutex::new(BTreeSet::new());
    let report = explore_with(allowance, || {
        let outcome = body();
        let _outside = arena::outside();
        seen.lock().unwrap().insert(outcome);
    });
    assert_right(&report);
    seen.into_inner().unwrap().into_iter().collect()
}

#[test]
fn an_update_in_two_steps_is_lost_and_the_witness_needs_one_preemption() {
    let report = explore(|| {
        let counter = Arc::new(Atomic::new(0));
        let handles = [(); 2].map(|()| {
            let counter = Arc::clone(&counter);
            spawn(move || counter.store(counter.load() + 1))
        });
        let _ = handles.map(join);
        assert_eq!(counter.load(), 2, "an update is lost");
    });
    let finding = report.finding.as_ref().unwrap();
    assert!(
        matches!(&finding.failure, Failure::Panic { thread: ThreadId::MAIN, message }
        if message.contains("an update is lost"))
    );
    assert_eq!(finding.witness.preemptions, 1);
    assert_eq!(
        finding
            .witness
            .steps
            .iter()
            .filter(|step| step.is_preemption)
            .count(),
        1
    );
}

#[test]
fn a_schedule_leads_to_the_same_failure_again() {
    let body = || {
        let shared = Arc::new((Mutex::new(0), Condvar::new(), Mutex::new(0)));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            let guard = other.0.lock();
            if *guard == 0 {
                drop(other.1.wait(guard));
            }
            assert!(other.2.try_lock().is_some(), "held by the other");
        });
        *shared.0.lock() = 1;
        let held = shared.2.lock();
        shared.1.notify_one();
        drop(held);
        join(handle);
    };
    let config = || Config {
        allowance: Allowance::ONE_EACH,
        ..Config::default()
    };
    let report = Explorer::new(config()).run(body);
    let finding = report.finding.as_ref().unwrap();
    let text = finding.witness.schedule.to_string();
    let replayed = Explorer::new(config()).replay(&text.parse().unwrap(), body);
    assert_eq!(replayed.executions, 1);
    assert_eq!(failure(&replayed), failure(&report));
    assert_eq!(replayed.finding.unwrap().witness.schedule.to_string(), text);
}

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
fn a_weak_exchange_may_fail_once() {
    let faults = Allowance {
        weak_failures: 1,
        ..NO_FAULTS
    };
    let body = || {
        let atomic = Atomic::new(0);
        (0..3)
            .filter(|count| atomic.exchange(*count, count + 1, true).is_err())
            .count()
    };
    assert_eq!(outcomes(NO_FAULTS, body), [0]);
    // Once it failed, the later ones meet another value.
    assert_eq!(outcomes(faults, body), [0, 1, 2, 3]);
}

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

#[test]
fn a_channel_without_room_hands_over() {
    let seen = outcomes(NO_FAULTS, || {
        let shared = Arc::new((Queue::new(Some(0)), Atomic::new(0)));
        let other = Arc::clone(&shared);
        let handle = spawn(move || {
            assert_eq!(other.0.send(5), Transfer::Done);
            other.1.load()
        });
        shared.1.store(1);
        assert_eq!(shared.0.receive(None), Ok(5));
        join(handle)
    });
    assert_eq!(seen, [1], "nobody sends before somebody receives");
}

#[test]
fn a_channel_ends_with_its_last_sender_or_its_receiver() {
    assert_right(&explore(|| {
        let queue = Arc::new(Queue::new(Some(1)));
        queue.channel.add_sender();
        let handles = [1, 2].map(|message| {
            let queue = Arc::clone(&queue);
            spawn(move || {
                queue.send(message);
                queue.channel.drop_sender();
            })
        });
        let mut sum = 0;
        while let Ok(message) = queue.receive(None) {
            sum += message;
        }
        assert_eq!(sum, 3);
        let _ = handles.map(join);
    }));
    assert_right(&explore(|| {
        let queue = Arc::new(Queue::new(Some(1)));
        let other = Arc::clone(&queue);
        let handle = spawn(move || while other.send(1) == Transfer::Done {});
        assert_eq!(queue.receive(None), Ok(1));
        queue.channel.drop_receiver();
        join(handle);
    }));
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
fn statics_are_put_back_even_after_a_deadlock() {
    static LOCK: Mutex<usize> = Mutex::new(3);
    static COUNT: Atomic = Atomic::new(0);
    let stuck = explore(|| {
        *LOCK.lock() += 1;
        COUNT.add(1);
        let _held = LOCK.lock();
        drop(LOCK.lock());
    });
    assert!(matches!(failure(&stuck), Failure::Deadlock(_)));
    assert_right(&explore(|| {
        assert_eq!((*LOCK.lock(), COUNT.load()), (3, 0));
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
fn running_out_of_stack_ends_the_execution_and_not_the_process() {
    fn deep(count: u64) -> u64 {
        let block = std::hint::black_box([count; 64]);
        if count == 0 {
            return 0;
        }
        let below = std::hint::black_box(deep(count - 1));
        below + std::hint::black_box(&block)[1]
    }
    let right = explore(|| {
        let handle = spawn(|| deep(500));
        join(handle);
    });
    assert_right(&right);
    let report = explore(|| {
        let handle = spawn(|| deep(1 << 40));
        join(handle);
    });
    assert_eq!(*failure(&report), Failure::Stack(ThreadId(1)));
    assert!(!failure(&report).accuses());
}

#[test]
fn running_out_of_memory_ends_the_execution_and_not_the_process() {
    let report = explore(|| {
        let mut blocks = vec![];
        loop {
            blocks.push(vec![0_u8; 1 << 16]);
        }
    });
    assert_eq!(*failure(&report), Failure::Memory);
}

#[test]
fn what_is_left_at_the_end_is_a_leak() {
    assert_eq!(explore(|| drop(Box::new(1))).leaked_blocks, 0);
    let report = explore(|| {
        let handle = spawn(|| std::mem::forget(std::hint::black_box(Box::new(1))));
        join(handle);
    });
    assert_eq!(report.leaked_blocks, 1);
}

#[test]
fn too_many_threads_and_too_many_events_are_said() {
    let report = explore(|| {
        for _ in 0..40 {
            join(spawn(|| {}));
        }
    });
    assert_eq!(*failure(&report), Failure::Threads);
    let config = Config {
        max_events: 50,
        ..Config::default()
    };
    let report = Explorer::new(config).run(|| {
        let atomic = Atomic::new(0);
        for _ in 0..100 {
            atomic.add(1);
        }
    });
    assert_eq!(
        (report.truncated, report.coverage),
        (1, Coverage::Bounded { executions: 0 })
    );
}

#[test]
fn a_thread_that_is_left_behind_is_counted_and_no_failure() {
    let report = explore(|| drop(spawn(|| thread::park(None))));
    assert_right(&report);
    assert_eq!(report.left_behind, 1);
}

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
fn waiting_for_the_clock_ends() {
    assert_right(&explore(|| {
        let start = time::now();
        while time::now() - start < Duration::from_secs(1) {
            thread::pause();
        }
    }));
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

#[test]
fn choices_are_all_explored() {
    let seen = outcomes(NO_FAULTS, || {
        let one = usize::from(choice::choose(3));
        one * 10 + usize::from(choice::choose(2))
    });
    assert_eq!(seen, [0, 1, 10, 11, 20, 21]);
}

#[test]
fn a_program_that_is_not_deterministic_is_not_accused() {
    let runs = RealMutex::new(0);
    let report = explore(|| {
        let run = {
            let mut runs = runs.lock().unwrap();
            *runs += 1;
            *runs
        };
        let atomic = Arc::new(Atomic::new(0));
        let other = Arc::clone(&atomic);
        let handle = spawn(move || other.add(1));
        if run > 1 {
            let another = Arc::clone(&atomic);
            join(spawn(move || another.add(1)));
        }
        atomic.add(1);
        join(handle);
    });
    assert_eq!(*failure(&report), Failure::Nondeterministic);
    assert!(!failure(&report).accuses());
}

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

#[test]
fn a_budget_counts_executions_that_come_to_an_end() {
    let meet = || {
        let shared = Arc::new((Atomic::new(0), Atomic::new(0)));
        let [waiting, setting, adding] = [(); 3].map(|()| Arc::clone(&shared));
        let handles = [
            spawn(move || {
                while waiting.0.load() == 0 {
                    thread::pause();
                }
            }),
            spawn(move || {
                setting.1.add(1);
                setting.0.store(1);
            }),
            spawn(move || {
                adding.1.add(1);
            }),
        ];
        for handle in handles {
            join(handle);
        }
    };
    let whole = explore(meet);
    assert!(matches!(whole.coverage, Coverage::Exhaustive(_)));
    assert!(whole.redundant > 0, "{whole:?}");
    for budget in 1..whole.executions {
        let config = Config {
            allowance: NO_FAULTS,
            max_executions: budget,
            ..Config::default()
        };
        let report = Explorer::new(config).run(meet);
        assert_eq!(report.executions, budget);
        assert_eq!(report.coverage, Coverage::Bounded { executions: budget });
    }
}

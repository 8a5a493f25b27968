//! What an exploration says about a program: its witness, its schedule, how much it covered.

use super::mini::{Atomic, Condvar, Mutex, join, spawn};
use super::{NO_FAULTS, explore, failure, outcomes};
use crate::sync::{choice, thread};
use crate::{Allowance, Config, Coverage, Explorer, Failure, ThreadId};
use std::sync::Arc;
use std::sync::Mutex as RealMutex;

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

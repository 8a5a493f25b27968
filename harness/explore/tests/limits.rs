//! What an execution may use up, and what is put back after it.

use super::mini::{Atomic, Mutex, join, spawn};
use super::{assert_right, explore, failure};
use crate::{Config, Coverage, Explorer, Failure, ThreadId};

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

//! A job that panics is never counted as over, and whoever waits for the end waits for good.
//! Found as: deadlock.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many jobs are under way.
#[derive(Default)]
struct Pool {
    running: Mutex<usize>,
    idle: Condvar,
}

impl Pool {
    fn running(&self) -> MutexGuard<'_, usize> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, job: impl FnOnce()) {
        *self.running() += 1;
        job();
        *self.running() -= 1;
        self.idle.notify_all();
    }

    fn wait_until_idle(&self) {
        let mut running = self.running();
        while *running > 0 {
            running = self
                .idle
                .wait(running)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

pub fn scenario() {
    let pool = Pool::default();
    thread::scope(|scope| {
        let worker = scope.spawn(|| pool.run(|| panic!("a job fails")));
        pool.wait_until_idle();
        assert!(worker.join().is_err());
    });
}

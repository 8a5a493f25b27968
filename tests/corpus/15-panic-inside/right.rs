//! A job is counted as over by a destructor, which a panic runs as well.

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
        let _running = Running(self);
        job();
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

/// Counts a job as over when it is dropped, by a panic too.
struct Running<'a>(&'a Pool);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *self.0.running() -= 1;
        self.0.idle.notify_all();
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

//! A worker goes home as soon as the pool is closed, whatever lies there.
//! Found as: panic.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct State {
    jobs: Vec<u32>,
    closed: bool,
    done: u32,
}

#[derive(Default)]
struct Pool {
    state: Mutex<State>,
    changed: Condvar,
}

impl Pool {
    fn work(&self) {
        let mut state = self.state.lock().unwrap();
        loop {
            if state.closed {
                return;
            }
            if let Some(job) = state.jobs.pop() {
                state.done += job;
            } else {
                state = self.changed.wait(state).unwrap();
            }
        }
    }

    fn submit(&self, job: u32) {
        self.state.lock().unwrap().jobs.push(job);
        self.changed.notify_one();
    }

    fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}

pub fn scenario() {
    let pool = Arc::new(Pool::default());
    let inside = pool.clone();
    let worker = thread::spawn(move || inside.work());
    pool.submit(1);
    pool.close();
    worker.join().unwrap();
    assert_eq!(
        pool.state.lock().unwrap().done,
        1,
        "what was submitted is done"
    );
}

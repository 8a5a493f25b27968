//! Boxed jobs for workers that end when the queue is closed.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

pub const EXPECTED: &str = "[1, 4]";

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

struct Pool {
    shared: Arc<(Mutex<State>, Condvar)>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(size: usize) -> Self {
        let shared = Arc::<(Mutex<State>, Condvar)>::default();
        let workers = (0..size)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    while let Some(job) = next(&shared) {
                        job()
                    }
                })
            })
            .collect();
        Pool { shared, workers }
    }

    fn run(&self, job: impl FnOnce() + Send + 'static) {
        self.shared.0.lock().unwrap().jobs.push_back(Box::new(job));
        self.shared.1.notify_one();
    }
}

fn next(shared: &(Mutex<State>, Condvar)) -> Option<Job> {
    let mut state = shared.0.lock().unwrap();
    loop {
        if let Some(job) = state.jobs.pop_front() {
            return Some(job);
        }
        if state.closed {
            return None;
        }
        state = shared.1.wait(state).unwrap();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.0.lock().unwrap().closed = true;
        self.shared.1.notify_all();
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}

pub fn run() -> String {
    let results = Arc::new(Mutex::new(vec![]));
    let pool = Pool::new(1);
    for number in 1..=2 {
        let results = results.clone();
        pool.run(move || results.lock().unwrap().push(number * number));
    }
    drop(pool);
    let results = results.lock().unwrap();
    format!("{results:?}")
}

//! A barrier without rounds: whoever is fast arrives again before the others have left.
//! Found as: deadlock.

use std::sync::{Condvar, Mutex};
use std::thread;

/// A barrier for two.
#[derive(Default)]
struct Barrier {
    arrived: Mutex<u32>,
    changed: Condvar,
}

impl Barrier {
    fn wait(&self) {
        let mut arrived = self.arrived.lock().unwrap();
        *arrived += 1;
        if *arrived == 2 {
            *arrived = 0;
            self.changed.notify_all();
        } else {
            while *arrived != 0 {
                arrived = self.changed.wait(arrived).unwrap();
            }
        }
    }
}

pub fn scenario() {
    let barrier = Barrier::default();
    let two_rounds = || {
        barrier.wait();
        barrier.wait();
    };
    thread::scope(|scope| {
        scope.spawn(two_rounds);
        two_rounds();
    });
}

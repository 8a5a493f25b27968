//! A barrier whose waiters wait for the end of their own round.

use std::sync::{Condvar, Mutex};
use std::thread;

/// A barrier for two.
#[derive(Default)]
struct Barrier {
    /// How many have arrived, and in which round.
    arrived: Mutex<(u32, u32)>,
    changed: Condvar,
}

impl Barrier {
    fn wait(&self) {
        let mut arrived = self.arrived.lock().unwrap();
        arrived.0 += 1;
        let round = arrived.1;
        if arrived.0 == 2 {
            *arrived = (0, round + 1);
            self.changed.notify_all();
        } else {
            while arrived.1 == round {
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

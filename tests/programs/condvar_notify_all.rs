//! Two threads wait for the same gate, and one call opens it for both.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

pub const EXPECTED: &str = "2 through";

struct Gate {
    state: Mutex<(bool, usize)>,
    opened: Condvar,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, (bool, usize)> {
        self.state.lock().unwrap()
    }

    fn pass(&self) {
        let mut state = self.state();
        while !state.0 {
            state = self.opened.wait(state).unwrap();
        }
        state.1 += 1;
    }
}

pub fn run() -> String {
    let gate = Arc::new(Gate {
        state: Mutex::default(),
        opened: Condvar::default(),
    });
    let walkers = [(); 2].map(|()| {
        let gate = gate.clone();
        thread::spawn(move || gate.pass())
    });
    gate.state().0 = true;
    gate.opened.notify_all();
    walkers
        .into_iter()
        .for_each(|walker| walker.join().unwrap());
    let through = gate.state().1;
    format!("{through} through")
}

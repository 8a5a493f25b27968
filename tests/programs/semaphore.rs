//! A semaphore of its own whose permits come back when they are dropped.

use std::sync::{Condvar, Mutex};
use std::thread;

pub const EXPECTED: &str = "never more than 1";

struct Semaphore {
    permits: Mutex<usize>,
    returned: Condvar,
}

struct Permit<'a>(&'a Semaphore);

impl Semaphore {
    const fn new(permits: usize) -> Self {
        Self {
            permits: Mutex::new(permits),
            returned: Condvar::new(),
        }
    }

    fn acquire(&self) -> Permit<'_> {
        let free = self
            .returned
            .wait_while(self.permits.lock().unwrap(), |permits| *permits == 0);
        *free.unwrap() -= 1;
        Permit(self)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.permits.lock().unwrap() += 1;
        self.0.returned.notify_one();
    }
}

static SEMAPHORE: Semaphore = Semaphore::new(1);
static INSIDE: Mutex<(usize, usize)> = Mutex::new((0, 0));

fn visit() {
    let _permit = SEMAPHORE.acquire();
    {
        let mut inside = INSIDE.lock().unwrap();
        inside.0 += 1;
        inside.1 = inside.1.max(inside.0);
    }
    INSIDE.lock().unwrap().0 -= 1;
}

pub fn run() -> String {
    let other = thread::spawn(visit);
    visit();
    other.join().unwrap();
    format!("never more than {}", INSIDE.lock().unwrap().1)
}

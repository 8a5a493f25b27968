//! Loads that cases can ask for: what a load comes to is an argument of the call, so an
//! answer tells whose load it is from.
use kit::{Bench, Gate, Tally, keep};
use std::panic;
use submission::{Flight, Shared};

pub struct Adapter {
    subject: Flight<u32, u32, u32>,
    gate: Gate,
    /// Loads of each key, and how often somebody asked for their number: asking counts too.
    loads: [Tally; 2],
    asked: [Tally; 2],
}

impl Adapter {
    pub fn new() -> Self {
        Self {
            subject: Flight::new(),
            gate: Gate::default(),
            loads: Default::default(),
            asked: Default::default(),
        }
    }

    /// The load brings `value`.
    pub fn get(&self, key: u32, value: u32) -> Result<u32, Shared<u32>> {
        self.subject.get_or_load(key, || {
            self.count(key);
            Ok(value)
        })
    }

    /// The load fails.
    pub fn get_failing(&self, key: u32, error: u32) -> Result<u32, Shared<u32>> {
        self.subject.get_or_load(key, || {
            self.count(key);
            Err(error)
        })
    }

    /// The load panics, from no place: it is no fault of this file if it was called for nothing.
    pub fn get_panicking(&self, key: u32) -> Result<u32, Shared<u32>> {
        self.subject.get_or_load(key, || {
            self.count(key);
            panic::resume_unwind(Box::new(String::from("the load panics")))
        })
    }

    /// The load waits until the gate is open.
    pub fn get_when_open(&self, key: u32, value: u32) -> Result<u32, Shared<u32>> {
        self.subject.get_or_load(key, || {
            self.count(key);
            self.gate.wait();
            Ok(value)
        })
    }

    /// The load opens the gate.
    pub fn get_and_open(&self, key: u32, value: u32) -> Result<u32, Shared<u32>> {
        self.subject.get_or_load(key, || {
            self.count(key);
            self.gate.open();
            Ok(value)
        })
    }

    /// Opens the gate.
    pub fn open(&self) {
        self.gate.open();
    }

    /// Waits until the gate is open.
    pub fn wait_until_open(&self) {
        self.gate.wait();
    }

    /// How many loads of this key have begun.
    pub fn loads(&self, key: u32) -> u32 {
        let place = (key % 2) as usize;
        self.loads[place].next() - self.asked[place].next()
    }

    fn count(&self, key: u32) {
        self.loads[(key % 2) as usize].next();
    }
}

/// Values that are known already, among `size` of them.
pub fn hits(size: u64, bench: &mut Bench) {
    let flight = Flight::<u64, u64, u32>::new();
    for key in 0..size {
        keep(flight.get_or_load(key, || Ok(key)));
    }
    bench.run(|i| {
        let key = (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) % size;
        keep(flight.get_or_load(key, || Err(1)));
    });
}

/// Every step asks for a key that cannot be loaded, and never again.
pub fn failing_keys(size: u64, bench: &mut Bench) {
    let flight = Flight::<u64, u32, u32>::new();
    for key in 0..size {
        keep(flight.get_or_load(key, || Ok(1)));
    }
    bench.run(|i| keep(flight.get_or_load(size + i, || Err(1))));
}

/// Every step loads a key that is forgotten again.
pub fn forgotten_keys(size: u64, bench: &mut Bench) {
    let flight = Flight::<u64, u32, u32>::new();
    for key in 0..size {
        keep(flight.get_or_load(key, || Ok(1)));
    }
    bench.run(|i| {
        keep(flight.get_or_load(size + i, || Ok(1)));
        flight.forget(&(size + i));
    });
}

//! A list of flights. A call is in one from its beginning to its end: it leads a flight of its
//! own or follows one that is there, known values included.
use contract::Shared;
use kit::{Check, Step};
use std::collections::BTreeMap;

type Outcome = Result<u32, Shared<u32>>;

/// What a load does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Load {
    Brings(u32),
    Fails(u32),
    Panics,
    WaitsAndBrings(u32),
    OpensAndBrings(u32),
}

/// A call that has begun.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Passenger {
    key: u32,
    load: Load,
    flight: u32,
    leads: bool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    /// The flight that those who ask for a key are in.
    current: BTreeMap<u32, u32>,
    /// The loads of the flights that are over, if somebody may still ask what came of them.
    landed: BTreeMap<u32, Load>,
    passengers: Vec<Passenger>,
    /// How many loads there were of each key.
    loads: BTreeMap<u32, u32>,
    flights: u32,
    is_open: bool,
}

impl Model {
    pub fn new() -> Self {
        Self {
            current: BTreeMap::new(),
            landed: BTreeMap::new(),
            passengers: vec![],
            loads: BTreeMap::new(),
            flights: 0,
            is_open: false,
        }
    }

    pub fn get_begin(&mut self, key: u32, value: u32) {
        self.begin(key, Load::Brings(value));
    }

    pub fn get_end(&mut self, key: u32, value: u32) -> Step<Outcome> {
        self.end(key, Load::Brings(value))
    }

    pub fn get_failing_begin(&mut self, key: u32, error: u32) {
        self.begin(key, Load::Fails(error));
    }

    pub fn get_failing_end(&mut self, key: u32, error: u32) -> Step<Outcome> {
        self.end(key, Load::Fails(error))
    }

    pub fn get_panicking_begin(&mut self, key: u32) {
        self.begin(key, Load::Panics);
    }

    pub fn get_panicking_end(&mut self, key: u32) -> Step<Outcome> {
        self.end(key, Load::Panics)
    }

    pub fn get_when_open_begin(&mut self, key: u32, value: u32) {
        self.begin(key, Load::WaitsAndBrings(value));
    }

    pub fn get_when_open_end(&mut self, key: u32, value: u32) -> Step<Outcome> {
        self.end(key, Load::WaitsAndBrings(value))
    }

    pub fn get_and_open_begin(&mut self, key: u32, value: u32) {
        self.begin(key, Load::OpensAndBrings(value));
    }

    pub fn get_and_open_end(&mut self, key: u32, value: u32) -> Step<Outcome> {
        self.end(key, Load::OpensAndBrings(value))
    }

    pub fn open(&mut self) {
        self.is_open = true;
    }

    pub fn wait_until_open(&self) -> Step<()> {
        match self.is_open {
            true => Step::Done(()),
            false => Step::Blocks,
        }
    }

    pub fn forget(&mut self, key: u32) {
        self.current.remove(&key);
        self.tidy();
    }

    /// A call that leads a flight may not have come as far as its load.
    pub fn accept_loads(&self, key: u32, answer: u32) -> Check {
        let most = self.loads.get(&key).copied().unwrap_or(0);
        if answer > most {
            return Check::Illegal(format!("{most} loads of this key were needed"));
        }
        Check::Legal
    }

    fn begin(&mut self, key: u32, load: Load) {
        let under_way = self.current.get(&key).copied();
        let flight = under_way.unwrap_or(self.flights);
        if under_way.is_none() {
            self.flights += 1;
            self.current.insert(key, flight);
            *self.loads.entry(key).or_default() += 1;
            self.is_open |= matches!(load, Load::OpensAndBrings(_));
        }
        self.passengers.push(Passenger {
            key,
            load,
            flight,
            leads: under_way.is_none(),
        });
        // In which order calls began is of no matter from now on.
        self.passengers.sort();
    }

    /// Calls with the same arguments cannot be told apart: the end is that of one that can
    /// end, of a leader rather than of a follower.
    fn end(&mut self, key: u32, load: Load) -> Step<Outcome> {
        let alike = |passenger: &Passenger| passenger.key == key && passenger.load == load;
        let leader = |passenger: &Passenger| passenger.leads && self.can_land(load);
        let follower =
            |passenger: &Passenger| !passenger.leads && self.landed.contains_key(&passenger.flight);
        let of = |role: &dyn Fn(&Passenger) -> bool| {
            let mut passengers = self.passengers.iter();
            passengers.position(|passenger| alike(passenger) && role(passenger))
        };
        let Some(at) = of(&leader).or_else(|| of(&follower)) else {
            return Step::Blocks;
        };
        let Passenger { flight, leads, .. } = self.passengers.remove(at);
        if leads {
            self.landed.insert(flight, load);
            let stays = outcome(load).is_ok() || self.current.get(&key) != Some(&flight);
            if !stays {
                self.current.remove(&key);
            }
        }
        let outcome = outcome(self.landed[&flight]);
        self.tidy();
        match load {
            Load::Panics if leads => Step::Panics,
            _ => Step::Done(outcome),
        }
    }

    fn can_land(&self, load: Load) -> bool {
        self.is_open || !matches!(load, Load::WaitsAndBrings(_))
    }

    /// Drops what nobody can get any more.
    fn tidy(&mut self) {
        let Self {
            current,
            landed,
            passengers,
            ..
        } = self;
        landed.retain(|flight, _| {
            current.values().any(|known| known == flight)
                || passengers.iter().any(|other| other.flight == *flight)
        });
    }
}

/// What a load comes to for those who share it.
fn outcome(load: Load) -> Outcome {
    match load {
        Load::Brings(value) | Load::WaitsAndBrings(value) | Load::OpensAndBrings(value) => {
            Ok(value)
        }
        Load::Fails(error) => Err(Shared::Failed(error)),
        Load::Panics => Err(Shared::LeaderPanicked),
    }
}

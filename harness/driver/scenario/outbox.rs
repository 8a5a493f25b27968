//! Histories on their way to the judge.

use super::Record;
use crate::Line;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use wire::{Ending, History, Moment, Query, Reply};

/// At most this many histories are sent at once; the first few at once, since one of them
/// may end the run.
const MOST_AT_ONCE: usize = 256;

/// At most about this many bytes of histories are sent at once.
const MOST_BYTES: usize = 1 << 20;

/// So many histories are known by their hashes. When there are more, all are forgotten, and
/// some are sent again.
const MOST_KNOWN: usize = 1 << 20;

/// Sends each history once.
pub struct Outbox {
    line: Line,
    is_timed: bool,
    known: HashSet<(u64, u64)>,
    histories: Vec<History>,
    bytes: usize,
    at_once: usize,
    executions: u64,
    /// How many histories differed from each other.
    pub differing: u64,
    /// What the judge asked instead of letting the run go on.
    pub interrupted: Option<Query>,
}

impl Outbox {
    /// One that has sent nothing. `is_timed` as in [`History`].
    pub fn new(line: Line, is_timed: bool) -> Self {
        Self {
            line,
            is_timed,
            known: HashSet::new(),
            histories: Vec::new(),
            bytes: 0,
            at_once: 1,
            executions: 0,
            differing: 0,
            interrupted: None,
        }
    }

    /// Takes what one execution came to, and sends what has gathered if that is enough.
    pub fn add(&mut self, record: Record, ending: Ending, schedule: impl FnOnce() -> String) {
        self.executions += 1;
        if !self.known.insert(self.key(&record.moments, &ending)) {
            return;
        }
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.differing += 1;
        let schedule = schedule();
        self.bytes += schedule.len() + record.bytes();
        self.histories.push(History {
            moments: record.moments,
            is_timed: self.is_timed,
            ending,
            schedule,
        });
        if self.histories.len() >= self.at_once || self.bytes >= MOST_BYTES {
            self.send();
            self.at_once = (self.at_once * 4).min(MOST_AT_ONCE);
        }
    }

    /// Sends the histories, and waits until the run may go on.
    pub fn send(&mut self) {
        if self.histories.is_empty() || self.interrupted.is_some() {
            return;
        }
        self.bytes = 0;
        let histories = std::mem::take(&mut self.histories);
        self.line.say(&Reply::Histories {
            executions: self.executions,
            histories,
        });
        match self.line.listen() {
            Query::Onward => {}
            other => self.interrupted = Some(other),
        }
    }

    /// What tells histories apart: two hashes.
    fn key(&self, moments: &[Moment], ending: &Ending) -> (u64, u64) {
        if self.is_timed {
            return (hash(0, moments, ending), hash(1, moments, ending));
        }
        // In which order threads came means nothing then.
        let mut moments = moments.to_vec();
        moments.sort_by_key(|moment| match moment {
            Moment::Called(call) | Moment::Returned(call, _) => *call,
        });
        (hash(0, &moments, ending), hash(1, &moments, ending))
    }
}

/// Two of these with different seeds tell histories apart.
fn hash(seed: u8, moments: &[Moment], ending: &Ending) -> u64 {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    moments.hash(&mut hasher);
    match ending {
        Ending::Complete => 0_u8.hash(&mut hasher),
        Ending::Panicked(report) => report.hash(&mut hasher),
        Ending::Stuck { spins, .. } => spins.hash(&mut hasher),
        Ending::Raced(_) => 2_u8.hash(&mut hasher),
    }
    hasher.finish()
}

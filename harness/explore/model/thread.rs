//! The threads of the program that is explored.

use super::clock::{Clock, MAX_THREADS};
use super::object::ObjectId;
use super::operation::{NEVER, Operation};
use super::spin::{Probe, Recent, Step};
use std::any::Any;

/// A thread of the current execution, numbered in the order of spawning; the main one is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThreadId(pub u8);

impl ThreadId {
    /// The thread that runs the program's body.
    pub const MAIN: Self = Self(0);

    /// Where it is in tables.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThreadSet(u16);

const _: () = assert!(MAX_THREADS <= 16, "a set has a bit for every thread");

impl ThreadSet {
    /// No thread.
    pub const EMPTY: Self = Self(0);

    /// Adds a thread.
    pub fn insert(&mut self, thread: ThreadId) {
        self.0 |= 1 << thread.0;
    }

    /// Removes a thread.
    pub fn remove(&mut self, thread: ThreadId) {
        self.0 &= !(1 << thread.0);
    }

    /// Whether a thread is in it.
    pub fn contains(self, thread: ThreadId) -> bool {
        self.0 >> thread.0 & 1 == 1
    }

    /// Whether no thread is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those in either.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those in this set and not in the other.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The one with the lowest number.
    pub fn first(self) -> Option<ThreadId> {
        (self.0 != 0).then(|| ThreadId(self.0.trailing_zeros() as u8))
    }

    /// All of them, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = ThreadId> {
        (0..MAX_THREADS as u8)
            .map(ThreadId)
            .filter(move |thread| self.contains(*thread))
    }
}

/// What is known of a panic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panic {
    /// The message, if it has one.
    pub message: Option<String>,
    /// File, line and column; nothing if no hook ran.
    pub place: Option<(String, u32, u32)>,
}

/// What a panic carries.
pub type Payload = Box<dyn Any + Send>;

/// A thread of the program.
pub struct ModelThread {
    /// What it does next; nothing while it runs and after its end.
    pub pending: Option<Operation>,
    /// Whether it has ended.
    pub is_done: bool,
    /// What it knows.
    pub clock: Clock,
    /// Whether nothing else has to happen before its pending operation.
    pub is_open: bool,
    /// What those knew who ended its wait.
    pub wake: Clock,
    /// When its wait ends by itself.
    pub deadline: u64,
    /// Whether its last wait ended by itself.
    pub is_timed_out: bool,
    /// What its last operation came to.
    pub outcome: u32,
    /// How many panics it is unwinding for.
    pub panics: u32,
    /// The panic it ended with.
    pub payload: Option<Payload>,
    /// Its last panic, until somebody asks for it.
    pub last_panic: Option<Panic>,
    /// Its parking token.
    pub token: ObjectId,
    /// Its end.
    pub exit: ObjectId,
    /// What it did since something changed.
    pub recent: Recent,
    /// Whether it waits for a change of what it reads over and over.
    pub is_spinning: bool,
    /// Whether it was seen to do the same for good while nothing else could happen.
    pub is_stuck: bool,
    /// A loop whose iterations are being tried without being recorded.
    pub probe: Option<Probe>,
    /// The loop it spins in.
    pub lap: Vec<Step>,
    /// How long it waits at a time for the clock it reads over and over.
    pub patience: u64,
}

impl ModelThread {
    /// A thread that has yet to start, spawned by somebody who knew this much.
    pub fn new(start: Operation, clock: Clock, token: ObjectId, exit: ObjectId) -> Self {
        Self {
            pending: Some(start),
            is_done: false,
            clock,
            is_open: true,
            wake: Clock::default(),
            deadline: NEVER,
            is_timed_out: false,
            outcome: 0,
            panics: 0,
            payload: None,
            last_panic: None,
            token,
            exit,
            recent: Recent::default(),
            is_spinning: false,
            is_stuck: false,
            probe: None,
            lap: Vec::new(),
            patience: 0,
        }
    }

    /// Ends its wait: something happened whose doer knew this much.
    pub fn open(&mut self, clock: &Clock) {
        self.is_open = true;
        self.is_spinning = false;
        self.wake.join(clock);
        self.deadline = NEVER;
    }
}

//! One execution of the program: its threads, its objects, its time, and what may still go wrong.

use super::clock::{Clock, MAX_THREADS};
use super::object::{BarrierState, ChannelState, LockState, ObjectId, State};
use super::operation::{Kind, NEVER, Operation};
use super::spin::Loops;
use super::statics::Statics;
use super::thread::{ModelThread, ThreadId, ThreadSet};
use crate::config::Allowance;
use crate::order;
use crate::report::Failure;
use crate::search::mutant::{self, Mutant};
use crate::sync::tag::Whole;
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

/// What ends an execution before its time.
#[derive(Clone, Debug)]
pub enum Stop {
    /// Something was learnt that changes what counts as an event.
    Restart,
    /// Something the exploration cannot go on from.
    Fail(Failure),
}

/// What is an event only once the program can notice it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    /// The release of locks: since some lock is tried.
    pub unlocks: bool,
    /// The end of threads: since it is asked for.
    pub exits: bool,
}

/// The state of the execution that runs.
pub struct Execution {
    /// The threads so far.
    pub threads: Vec<ModelThread>,
    /// The objects so far; the first stands for none.
    pub objects: Vec<State>,
    /// For each object the events that touched it.
    pub logs: Vec<Vec<u32>>,
    addresses: Vec<(usize, ObjectId)>,
    epoch: u32,
    /// How many events there were.
    pub depth: u32,
    /// The thread that runs, or ran last.
    pub current: ThreadId,
    /// The faults that may still happen.
    pub allowance: Allowance,
    /// What counts as an event.
    pub visible: Visible,
    /// The loops that were met.
    pub loops: Loops,
    /// Why the execution ends.
    pub stop: Option<Stop>,
    /// The first panic.
    pub panic: Option<(ThreadId, String)>,
    /// Memory of the program's image that has to be put back.
    pub statics: Statics,
}

/// Executions are told apart for good: an object outlives the one it was last used in.
static EPOCH: AtomicU32 = AtomicU32::new(1);

impl Execution {
    /// The state before the first execution.
    pub fn new() -> Self {
        Self {
            threads: Vec::with_capacity(MAX_THREADS),
            objects: vec![],
            logs: vec![],
            addresses: vec![],
            epoch: 0,
            depth: 0,
            current: ThreadId::MAIN,
            allowance: Allowance::default(),
            visible: Visible::default(),
            loops: Loops::default(),
            stop: None,
            panic: None,
            statics: Statics::default(),
        }
    }

    /// The state at the beginning of the next execution.
    pub fn reset(&mut self, allowance: Allowance) {
        self.objects.clear();
        self.objects.push(State::Plain);
        for log in &mut self.logs {
            log.clear();
        }
        self.addresses.clear();
        self.epoch = EPOCH.fetch_add(1, Ordering::Relaxed);
        self.depth = 0;
        self.current = ThreadId::MAIN;
        self.allowance = allowance;
        self.stop = None;
        self.panic = None;
    }

    /// A thread.
    pub fn thread(&self, thread: ThreadId) -> &ModelThread {
        &self.threads[thread.index()]
    }

    /// A thread.
    pub fn thread_mut(&mut self, thread: ThreadId) -> &mut ModelThread {
        &mut self.threads[thread.index()]
    }

    /// The thread that runs.
    pub fn running(&mut self) -> &mut ModelThread {
        &mut self.threads[self.current.index()]
    }

    /// Makes a new object.
    pub fn add_object(&mut self, state: State) -> ObjectId {
        let object = ObjectId(self.objects.len() as u32);
        self.objects.push(state);
        if self.logs.len() < self.objects.len() {
            self.logs.resize_with(self.objects.len(), Vec::new);
        }
        object
    }

    /// The object a tag stands for in this execution.
    pub fn tagged(
        &mut self,
        tag: &Cell<u64>,
        whole: Whole,
        state: impl FnOnce() -> State,
    ) -> ObjectId {
        let value = tag.get();
        if (value >> 32) as u32 == self.epoch {
            return ObjectId(value as u32);
        }
        self.statics.keep(whole.address, whole.length);
        let object = self.add_object(state());
        tag.set(u64::from(self.epoch) << 32 | u64::from(object.0));
        object
    }

    /// The object at an address, which has no room for a tag.
    pub fn at_address(&mut self, address: usize, length: usize) -> ObjectId {
        let known = self.addresses.iter().rev().find(|known| known.0 == address);
        if let Some((_, object)) = known {
            return *object;
        }
        self.statics.keep(address, length);
        let object = self.add_object(State::Plain);
        self.addresses.push((address, object));
        object
    }

    /// Adds a thread that knows what the running one knows; nothing if there are too many.
    pub fn add_thread(&mut self) -> Option<ThreadId> {
        if self.threads.len() == MAX_THREADS {
            return None;
        }
        let clock = self
            .threads
            .get(self.current.index())
            .map_or(Clock::default(), |spawner| spawner.clock);
        let token = self.add_object(State::Token(None));
        let exit = self.add_object(State::Plain);
        let start = Operation::with(Kind::Start, 0);
        self.threads
            .push(ModelThread::new(start, clock, token, exit));
        let added = ThreadId(self.threads.len() as u8 - 1);
        if added != ThreadId::MAIN {
            order::spawned(self.current, added);
        }
        Some(added)
    }

    /// Whether an operation would not have to wait now.
    pub fn is_possible(&self, operation: &Operation) -> bool {
        let state = &self.objects[operation.object.index()];
        match operation.kind {
            Kind::Lock => state.lock().is_free(),
            Kind::ReadLock => state.lock().is_readable(),
            Kind::Park => state.token().is_some(),
            Kind::Join => self.threads[operation.argument as usize].is_done,
            Kind::Send => state.channel().has_room(),
            Kind::Receive => state.channel().has_news(),
            Kind::Halt => false,
            _ => true,
        }
    }

    /// The threads that can do what they are about to do.
    pub fn enabled(&self) -> ThreadSet {
        let mut enabled = ThreadSet::EMPTY;
        for (index, thread) in self.threads.iter().enumerate() {
            let can = thread.is_open
                && !thread.is_spinning
                && thread
                    .pending
                    .is_some_and(|operation| self.is_possible(&operation));
            if can {
                enabled.insert(ThreadId(index as u8));
            }
        }
        enabled
    }

    /// Whether a try of a lock would fail now.
    pub fn would_fail(&self, operation: &Operation) -> bool {
        let state = &self.objects[operation.object.index()];
        match operation.kind {
            Kind::TryLock => !state.lock().is_free(),
            Kind::TryReadLock => !state.lock().is_readable(),
            _ => false,
        }
    }

    /// Nothing can happen any more: lets time pass until the next wait ends by itself.
    /// Whoever wakes comes after everything; nothing else could have come first. Says
    /// whether somebody woke.
    pub fn advance_time(&mut self) -> bool {
        let waits = |thread: &&mut ModelThread| !thread.is_done && thread.deadline != NEVER;
        let waiting = self.threads.iter_mut().filter(|thread| waits(thread));
        let Some(deadline) = waiting.map(|thread| thread.deadline).min() else {
            return false;
        };
        let mut all = Clock::default();
        for thread in &self.threads {
            all.join(&thread.clock);
        }
        all.now = all.now.max(deadline);
        let mut woken = ThreadSet::EMPTY;
        for (index, thread) in self.threads.iter_mut().enumerate() {
            if thread.is_done || thread.deadline > deadline {
                continue;
            }
            thread.open(&all);
            thread.is_timed_out = true;
            woken.insert(ThreadId(index as u8));
            if let Some(pending) = &mut thread.pending {
                pending.kind = match pending.kind {
                    Kind::Park => Kind::TryPark,
                    Kind::Receive => Kind::TryReceive,
                    kind => kind,
                };
            }
        }
        for state in &mut self.objects {
            if let State::Condvar(waiters) = state {
                waiters.retain(|waiter| !woken.contains(*waiter));
            }
        }
        true
    }

    /// Locks are tried: their release is an event.
    pub fn see_unlocks(&mut self) {
        if !self.visible.unlocks && !mutant::is(Mutant::UnlocksHidden) {
            self.visible.unlocks = true;
            self.restart();
        }
    }

    /// Ends of threads are asked for: they are events.
    pub fn see_exits(&mut self) {
        if !self.visible.exits && !mutant::is(Mutant::ExitsHidden) {
            self.visible.exits = true;
            self.restart();
        }
    }

    /// The threads that have not ended.
    pub fn unfinished(&self) -> impl Iterator<Item = (ThreadId, &ModelThread)> {
        self.threads
            .iter()
            .enumerate()
            .filter(|(_, thread)| !thread.is_done)
            .map(|(index, thread)| (ThreadId(index as u8), thread))
    }

    /// A lock that nobody holds.
    pub fn fresh_lock() -> State {
        State::Lock(LockState::default())
    }

    /// A barrier that nobody has reached.
    pub fn fresh_barrier() -> State {
        State::Barrier(BarrierState::default())
    }

    /// A channel with one sender.
    pub fn fresh_channel(capacity: Option<usize>) -> State {
        State::Channel(ChannelState {
            capacity,
            senders: 1,
            ..ChannelState::default()
        })
    }
}

//! Data races: accesses to the same memory, at least one of them a write, that no ordering
//! the program asked for puts one before the other.
//!
//! The exploration itself is sequentially consistent; a race is found by a second kind of
//! clock beside that of the search, which takes only the edges that C11 gives: releases and
//! the acquisitions that read from them, locks, channels, spawns, joins and so on. The
//! accesses themselves come from the compiler: code compiled with rustc's instrumentation
//! for threads calls [`hooks`] for each of them, with exact addresses.
//!
//! The algorithm is that of Djit+ with epochs for single accesses (Flanagan and Freund,
//! "`FastTrack`: Efficient and Precise Dynamic Race Detection", PLDI 2009, sections 2 and 3);
//! release sequences and fences are as in C++20, section 6.9.2.2.

mod access;
mod atomics;
mod contexts;
mod epochs;
mod hooks;
mod memory;
mod objects;
mod records;
mod spread;
mod threads;

pub use access::{Access, AccessKind, MissingEdge, Place, Race};
pub use atomics::AtomicKind;

use crate::arena;
use crate::model::clock::MAX_THREADS;
use crate::model::object::ObjectId;
use crate::model::statics;
use crate::model::thread::ThreadId;
use atomics::Atomics;
use contexts::{Contexts, Site};
use memory::Memory;
use objects::Objects;
use records::Record;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::panic::Location;
use std::sync::atomic::Ordering;
use threads::Threads;

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
    static IS_UNSEEN: Cell<bool> = const { Cell::new(false) };
    static RUNNING: Cell<ThreadId> = const { Cell::new(ThreadId::MAIN) };
    static STATE: RefCell<State> = RefCell::default();
}

/// What is known of the execution that runs.
#[derive(Default)]
struct State {
    threads: Threads,
    objects: Objects,
    atomics: Atomics,
    memory: Memory,
    contexts: Contexts,
    race: Option<Race>,
    stacks: Vec<Range<usize>>,
}

/// Calls the body with the state, if races are looked for and the state is not in use: the
/// explorer's own code may be instrumented where it is generic, and is none of the program's.
fn with(body: impl FnOnce(&mut State)) {
    if !IS_ON.get() {
        return;
    }
    let _outside = arena::outside();
    STATE.with(|state| {
        if let Ok(mut state) = state.try_borrow_mut() {
            body(&mut state);
        }
    });
}

/// An execution begins, in which races are looked for or not.
pub(crate) fn begin(is_on: bool) {
    IS_ON.set(is_on);
    if is_on {
        with(|state| {
            // What it takes to note things stays: mostly it is needed again.
            state.threads.clear();
            state.objects.clear();
            state.atomics.clear();
            state.memory.clear();
            state.stacks.clear();
            state.race = None;
        });
    }
}

/// The execution is over, and nothing is noted until the next.
pub(crate) fn end() {
    IS_ON.set(false);
}

/// While this lives, ordinary accesses are not the program's: a stand-in for std moves what
/// real std would move out of sight. Nothing may be announced meanwhile.
#[must_use]
#[derive(Debug)]
pub struct Unseen {
    was: bool,
}

/// From now on accesses are not the program's, until the value is dropped.
pub fn unseen() -> Unseen {
    Unseen {
        was: IS_UNSEEN.replace(true),
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        IS_UNSEEN.set(self.was);
    }
}

/// The first race of the execution.
pub(crate) fn found() -> Option<Race> {
    let mut race = None;
    with(|state| race = state.race);
    race
}

/// A thread of the program goes on.
pub(crate) fn resumed(thread: ThreadId) {
    RUNNING.set(thread);
}

/// A thread begins, on a stack where others may have been.
pub(crate) fn began(thread: ThreadId, stack: Range<usize>) {
    with(|state| {
        state.memory.forget(stack.clone());
        state.atomics.forget(stack.clone());
        state.stacks.retain(|other| *other != stack);
        state.stacks.push(stack);
        state.threads.begin(thread);
    });
}

/// A thread spawned another.
pub(crate) fn spawned(parent: ThreadId, child: ThreadId) {
    with(|state| {
        let view = state.threads.release(parent);
        state.threads.acquire(child, &view);
    });
}

/// A thread learns what another knew when it ended.
pub(crate) fn joined(by: ThreadId, ended: ThreadId) {
    with(|state| {
        let view = state.threads.release(ended);
        state.threads.acquire(by, &view);
    });
}

/// Which of the two things an object tells is meant.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    /// A lock held for writing; what senders say; everything that has one side only.
    One,
    /// A lock held for reading; what receivers say.
    Other,
}

/// A thread tells an object what it knows.
pub(crate) fn released(by: ThreadId, object: ObjectId, side: Side) {
    with(|state| {
        let view = state.threads.release(by);
        state.objects.told(object, side).join(&view);
    });
}

/// A thread learns what an object was told.
pub(crate) fn acquired(by: ThreadId, object: ObjectId, side: Side) {
    with(|state| {
        let view = *state.objects.told(object, side);
        state.threads.acquire(by, &view);
    });
}

/// A thread puts a message into a channel.
pub(crate) fn sent(by: ThreadId, channel: ObjectId) {
    with(|state| {
        let view = state.threads.release(by);
        state.objects.messages(channel).push_back(view);
    });
}

/// A thread takes the oldest message out of a channel.
pub(crate) fn received(by: ThreadId, channel: ObjectId) {
    with(|state| {
        if let Some(view) = state.objects.messages(channel).pop_front() {
            state.threads.acquire(by, &view);
        }
    });
}

/// A thread does something to an atomic.
pub(crate) fn atomic(
    address: usize,
    size: usize,
    kind: AtomicKind,
    order: Ordering,
    location: &'static Location<'static>,
) {
    atomic_at(address, size, kind, order, Site::Source(location));
}

fn atomic_at(address: usize, size: usize, kind: AtomicKind, order: Ordering, site: Site) {
    with(|state| {
        let by = RUNNING.get();
        state
            .atomics
            .perform(&mut state.threads, by, address, kind, order, site);
        let access = if kind == AtomicKind::Load {
            AccessKind::AtomicRead
        } else {
            AccessKind::AtomicWrite
        };
        state.access(address, size, access, site);
    });
}

/// A thread fences.
pub fn fence(order: Ordering) {
    with(|state| state.threads.fence(RUNNING.get(), order));
}

/// Memory is given to the program, or taken back: what happened there before has nothing to
/// do with what follows.
pub(crate) fn fresh(address: usize, size: usize) {
    with(|state| {
        state.memory.forget(address..address + size);
        state.atomics.forget(address..address + size);
    });
}

impl State {
    /// Whether the address is in memory of the program. What was touched before certainly is.
    fn is_programs(&self, address: usize) -> bool {
        self.memory.holds(address) || is_programs(&self.stacks, address)
    }

    /// Whether an access of the running thread would change nothing.
    #[inline]
    fn knows(&self, address: usize, size: usize, kind: AccessKind) -> bool {
        let thread = RUNNING.get();
        let epoch = self.threads.epoch(thread);
        self.memory.knows(thread, epoch, kind, address, size)
    }

    /// The running thread accesses memory.
    fn access(&mut self, address: usize, size: usize, kind: AccessKind, site: Site) {
        let thread = RUNNING.get();
        let epoch = self.threads.epoch(thread);
        // The program has no more memory than this counts.
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        let record = Record::new(site, thread, epoch, kind, size);
        let stacks = &self.stacks;
        let is_programs = |address| is_programs(stacks, address);
        let first = self
            .memory
            .access(&self.threads, address, record, is_programs);
        if let (Some(first), None) = (first.copied(), self.race) {
            self.race = Some(self.race_of(&first, &record));
        }
    }

    #[cold]
    fn race_of(&self, first: &Record, second: &Record) -> Race {
        let access = |record: &Record| Access {
            thread: record.thread,
            kind: record.kind,
            size: record.size as usize,
            place: self.contexts.place(record.site),
        };
        let place = |(site, order)| (self.contexts.place(site), order);
        let missing = self.threads.missing_edge(second.thread, first);
        Race {
            first: access(first),
            second: access(second),
            missing: missing.map(|edge| MissingEdge {
                store: place(edge.store),
                load: place(edge.load),
            }),
        }
    }
}

/// Whether the address is in memory of the program: its heap, these stacks of its threads, its
/// statics. Everything else is the explorer's.
fn is_programs(stacks: &[Range<usize>], address: usize) -> bool {
    arena::holds(address)
        || stacks.iter().any(|stack| stack.contains(&address))
        || statics::outlives(address)
}

const _: () = assert!(MAX_THREADS <= 256, "a thread's number is one byte");

//! The objects of the execution that runs.

use crate::panics::Panic;
use crate::sync::local::{self, Slot};
use loom::sync::{Condvar, Mutex};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// A thread of the program, in the order of spawning; the main one is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThreadId(pub u8);

impl ThreadId {
    /// The thread that runs the program's body.
    pub const MAIN: Self = Self(0);
}

/// Where threads wait for each other: loom's lock around plain state, and who is told when
/// that changes.
pub(crate) struct Gate<S> {
    pub state: Mutex<S>,
    pub changed: Condvar,
    /// How many wait. Telling nobody would still be something for loom to look at.
    waiters: Cell<usize>,
}

impl<S> Gate<S> {
    pub fn new(state: S) -> Rc<Self> {
        Rc::new(Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            waiters: Cell::new(0),
        })
    }

    /// Does something with the state as soon as it can be done.
    pub fn when<R>(&self, mut attempt: impl FnMut(&mut S) -> Option<R>) -> R {
        let mut state = self.state.lock().expect("no lock of loom is poisoned");
        loop {
            if let Some(result) = attempt(&mut state) {
                if self.waiters.get() > 0 {
                    self.changed.notify_all();
                }
                return result;
            }
            self.waiters.set(self.waiters.get() + 1);
            let waited = self.changed.wait(state);
            state = waited.expect("no lock of loom is poisoned");
            self.waiters.set(self.waiters.get() - 1);
        }
    }

    /// Does something with the state.
    pub fn now<R>(&self, action: impl FnOnce(&mut S) -> R) -> R {
        let mut action = Some(action);
        self.when(|state| action.take().map(|action| action(state)))
    }
}

/// What is known of a thread.
pub(crate) struct Thread {
    pub loom: loom::thread::ThreadId,
    /// Whether its token is there.
    pub token: Rc<Gate<bool>>,
    /// For whoever joins it first.
    pub handle: Option<loom::thread::JoinHandle<()>>,
    pub has_ended: bool,
    pub payload: Option<crate::Payload>,
    /// Its own values, in the order of making. One that is destroyed leaves its slot behind.
    pub locals: Vec<Slot>,
    /// How many panics unwind it.
    pub panics: usize,
    pub last_panic: Option<Panic>,
}

/// What an execution consists of.
#[derive(Default)]
pub(crate) struct Registry {
    pub threads: Vec<Thread>,
    objects: HashMap<usize, Rc<dyn Any>>,
    pub waiters: HashMap<usize, VecDeque<Rc<Gate<bool>>>>,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::default();
    static IS_INSIDE: Cell<bool> = const { Cell::new(false) };
    static SAW_SEQ_CST: Cell<bool> = const { Cell::new(false) };
    static ITERATIONS: Cell<u64> = const { Cell::new(0) };
}

/// Whether the program runs, as one of its threads.
pub fn is_inside() -> bool {
    IS_INSIDE.get()
}

/// An atomic was used as sequentially consistent: loom takes that for less than it is.
pub(crate) fn see_seq_cst() {
    SAW_SEQ_CST.set(true);
}

/// Whether any atomic was used as sequentially consistent, in any execution.
pub fn saw_seq_cst() -> bool {
    SAW_SEQ_CST.get()
}

/// How many executions have begun.
pub fn iterations() -> u64 {
    ITERATIONS.get()
}

/// Nothing was run yet.
pub(crate) fn forget_all() {
    SAW_SEQ_CST.set(false);
    ITERATIONS.set(0);
}

/// The registry; no operation of loom's may happen meanwhile.
pub(crate) fn with<R>(body: impl FnOnce(&mut Registry) -> R) -> R {
    REGISTRY.with(|registry| body(&mut registry.borrow_mut()))
}

/// An execution begins: this is its main thread.
pub(crate) fn begin() {
    IS_INSIDE.set(true);
    ITERATIONS.set(ITERATIONS.get() + 1);
    with(|registry| *registry = Registry::default());
    let main = Thread::new(loom::thread::current().id());
    with(|registry| registry.threads.push(main));
}

/// An execution ends: what it made goes while loom still knows it.
pub(crate) fn end() {
    // The program's destructors come first: what they use has to be known still.
    local::destroy_all(ThreadId::MAIN);
    let payloads: Vec<_> = with(|registry| {
        let threads = registry.threads.iter_mut();
        threads.map(|thread| thread.payload.take()).collect()
    });
    drop(payloads);
    let gone = with(std::mem::take);
    drop(gone);
    IS_INSIDE.set(false);
}

impl Thread {
    pub fn new(loom: loom::thread::ThreadId) -> Self {
        Self {
            loom,
            token: Gate::new(false),
            handle: None,
            has_ended: false,
            payload: None,
            locals: vec![],
            panics: 0,
            last_panic: None,
        }
    }

    /// It panics.
    pub fn begin_unwinding(&mut self, panic: Panic) {
        self.panics += 1;
        self.last_panic = Some(panic);
    }
}

/// The gate of the object at an address, with this state if it is new.
pub(crate) fn gate<S: 'static>(address: usize, fresh: impl FnOnce() -> S) -> Rc<Gate<S>> {
    let known = with(|registry| registry.objects.get(&address).cloned());
    if let Some(gate) = known.and_then(|object| object.downcast().ok()) {
        return gate;
    }
    let gate = Gate::new(fresh());
    with(|registry| registry.objects.insert(address, gate.clone()));
    gate
}

/// The object at an address is gone.
pub(crate) fn forget(address: usize) {
    let gone = with(|registry| registry.objects.remove(&address));
    drop(gone);
}

/// The thread that runs.
pub(crate) fn current() -> ThreadId {
    let loom = loom::thread::current().id();
    let index = with(|registry| {
        registry
            .threads
            .iter()
            .position(|thread| thread.loom == loom)
    });
    let index = index.expect("every thread is in the registry before it does anything");
    ThreadId(u8::try_from(index).expect("loom has few threads"))
}

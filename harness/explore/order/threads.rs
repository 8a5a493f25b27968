//! What each thread of the program knows.

use super::access::{acquires, releases};
use super::contexts::{ContextId, Site};
use super::epochs::{Epochs, View};
use super::records::Record;
use crate::model::clock::MAX_THREADS;
use crate::model::thread::ThreadId;
use std::sync::atomic::Ordering;

/// An atomic store and a load that read it.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub store: (Site, Ordering),
    pub load: (Site, Ordering),
}

/// What was read and not learnt, for want of an ordering.
pub(super) struct Lost {
    pub edge: Edge,
    /// What would have been learnt.
    pub strong: Epochs,
}

/// The threads of an execution.
pub(super) struct Threads {
    views: [View; MAX_THREADS],
    /// What relaxed loads read: an acquire fence learns it.
    unlearnt: [Epochs; MAX_THREADS],
    /// What the last release fence knew: relaxed stores after it publish that.
    fenced: [Epochs; MAX_THREADS],
    lost: [Vec<Lost>; MAX_THREADS],
    /// The calling context of what each does.
    contexts: [ContextId; MAX_THREADS],
    /// Those that its calls return to.
    callers: [Vec<ContextId>; MAX_THREADS],
}

impl Default for Threads {
    fn default() -> Self {
        let mut threads = Self {
            views: [View::default(); MAX_THREADS],
            unlearnt: [Epochs::default(); MAX_THREADS],
            fenced: [Epochs::default(); MAX_THREADS],
            lost: [const { vec![] }; MAX_THREADS],
            contexts: [ContextId::OUTERMOST; MAX_THREADS],
            callers: [const { vec![] }; MAX_THREADS],
        };
        threads.clear();
        threads
    }
}

impl Threads {
    /// Nobody has done anything yet.
    pub fn clear(&mut self) {
        self.views = [View::default(); MAX_THREADS];
        self.unlearnt = [Epochs::default(); MAX_THREADS];
        self.fenced = [Epochs::default(); MAX_THREADS];
        for index in 0..MAX_THREADS {
            // Nobody knows anything of a thread's first epoch until it is told.
            self.tick(ThreadId(index as u8));
            self.lost[index].clear();
            self.begin(ThreadId(index as u8));
        }
    }

    /// A thread is in no function yet.
    pub fn begin(&mut self, thread: ThreadId) {
        self.contexts[thread.index()] = ContextId::OUTERMOST;
        self.callers[thread.index()].clear();
    }

    /// A thread calls a function, which makes this the context of what it does.
    pub fn call(&mut self, thread: ThreadId, inner: ContextId) {
        let context = &mut self.contexts[thread.index()];
        self.callers[thread.index()].push(std::mem::replace(context, inner));
    }

    /// A thread returns from a function.
    pub fn come_back(&mut self, thread: ThreadId) {
        let caller = self.callers[thread.index()].pop();
        self.contexts[thread.index()] = caller.unwrap_or(ContextId::OUTERMOST);
    }

    /// The calling context of what a thread does.
    pub fn context(&self, thread: ThreadId) -> ContextId {
        self.contexts[thread.index()]
    }

    /// The epoch a thread is in.
    pub fn epoch(&self, thread: ThreadId) -> u32 {
        self.views[thread.index()].known.of(thread)
    }

    /// Whether what happened in this epoch of that thread happened before what the thread
    /// does now.
    pub fn knows(&self, thread: ThreadId, of: ThreadId, epoch: u32) -> bool {
        self.views[thread.index()].known.of(of) >= epoch
    }

    pub fn view(&self, thread: ThreadId) -> &View {
        &self.views[thread.index()]
    }

    /// What a thread knows, for others; what it does from now on is not part of it.
    pub fn release(&mut self, thread: ThreadId) -> View {
        let view = self.views[thread.index()];
        self.tick(thread);
        view
    }

    pub fn tick(&mut self, thread: ThreadId) {
        let view = &mut self.views[thread.index()];
        view.known.tick(thread);
        view.strong.tick(thread);
    }

    /// A thread learns what somebody knew.
    pub fn acquire(&mut self, thread: ThreadId, told: &View) {
        self.views[thread.index()].join(told);
    }

    /// A thread reads what an atomic store published, with this ordering.
    pub fn read(&mut self, thread: ThreadId, told: &View, order: Ordering) {
        let view = &mut self.views[thread.index()];
        view.strong.join(&told.strong);
        if acquires(order) {
            view.known.join(&told.known);
        } else {
            self.unlearnt[thread.index()].join(&told.known);
        }
    }

    /// What an atomic store with this ordering publishes.
    pub fn published(&self, thread: ThreadId, order: Ordering) -> View {
        let view = self.views[thread.index()];
        View {
            known: if releases(order) {
                view.known
            } else {
                self.fenced[thread.index()]
            },
            ..view
        }
    }

    pub fn fence(&mut self, thread: ThreadId, order: Ordering) {
        let index = thread.index();
        if acquires(order) {
            self.views[index].known.join(&self.unlearnt[index]);
        }
        if releases(order) {
            self.fenced[index] = self.views[index].known;
            self.tick(thread);
        }
    }

    pub fn lose(&mut self, thread: ThreadId, lost: Lost) {
        self.lost[thread.index()].push(lost);
    }

    /// What would have told the thread of the earlier access: the last store that it read
    /// whose thread knew of it.
    pub fn missing_edge(&self, thread: ThreadId, earlier: &Record) -> Option<Edge> {
        let lost = &self.lost[thread.index()];
        let tells = |lost: &&Lost| lost.strong.of(earlier.thread) >= earlier.epoch;
        lost.iter().rev().find(tells).map(|lost| lost.edge)
    }
}

//! What each atomic tells those who read it.

use super::contexts::Site;
use super::epochs::View;
use super::spread::Addressed;
use super::threads::{Edge, Lost, Threads};
use crate::model::thread::ThreadId;
use std::ops::Range;
use std::sync::atomic::Ordering;

/// What is done to an atomic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtomicKind {
    /// It is read.
    Load,
    /// It is overwritten, whatever it was.
    Store,
    /// It is read and written in one.
    Update,
}

/// The atomics of an execution, by address.
#[derive(Default)]
pub(super) struct Atomics(Addressed<usize, Atomic>);

#[derive(Default)]
struct Atomic {
    /// What the last store published, with the release sequence it ends.
    told: View,
    store: Option<(Site, Ordering)>,
}

impl Atomics {
    pub fn perform(
        &mut self,
        threads: &mut Threads,
        by: ThreadId,
        address: usize,
        kind: AtomicKind,
        order: Ordering,
        site: Site,
    ) {
        let atomic = self.0.entry(address).or_default();
        if kind != AtomicKind::Store {
            threads.read(by, &atomic.told, order);
            let knows = atomic.told.strong.is_within(&threads.view(by).known);
            if let (Some(store), false) = (atomic.store, knows) {
                let edge = Edge {
                    store,
                    load: (site, order),
                };
                let strong = atomic.told.strong;
                threads.lose(by, Lost { edge, strong });
            }
        }
        if kind != AtomicKind::Load {
            let published = threads.published(by, order);
            match kind {
                // Updates continue the release sequence, stores end it.
                AtomicKind::Update => atomic.told.join(&published),
                _ => atomic.told = published,
            }
            atomic.store = Some((site, order));
            threads.tick(by);
        }
    }

    /// There are no atomics in this memory any more.
    pub fn forget(&mut self, range: Range<usize>) {
        if range.len() > self.0.len() {
            self.0.retain(|address, _| !range.contains(address));
        } else {
            for address in range {
                self.0.remove(&address);
            }
        }
    }

    /// There are no atomics any more.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

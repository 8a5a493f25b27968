//! Earlier accesses in chains, one for every eight bytes that somebody touched.

use super::access::AccessKind;
use super::contexts::{ContextId, Site};
use super::threads::Threads;
use crate::model::thread::ThreadId;

/// An access that was made earlier, to some of eight bytes.
#[derive(Clone, Copy)]
pub(super) struct Record {
    pub site: Site,
    /// The epoch its thread was in.
    pub epoch: u32,
    /// How many bytes were touched, these eight and others.
    pub size: u32,
    /// The one before it in its chain.
    next: Link,
    pub thread: ThreadId,
    pub kind: AccessKind,
    /// Which of the bytes, a bit for each.
    pub bytes: u8,
}

const _: () = assert!(size_of::<Record>() <= 32, "two in a line of the cache");

impl Record {
    pub fn new(site: Site, thread: ThreadId, epoch: u32, kind: AccessKind, size: u32) -> Self {
        Self {
            site,
            epoch,
            size,
            next: NONE,
            thread,
            kind,
            bytes: 0,
        }
    }
}

/// Where a record is; the first is nobody's, and means that there is none.
pub(super) type Link = u32;

/// No record.
pub(super) const NONE: Link = 0;

/// No thread has an epoch 0.
const NOBODYS: Record = Record {
    site: Site::Code {
        address: 0,
        context: ContextId::OUTERMOST,
    },
    epoch: 0,
    size: 0,
    next: NONE,
    thread: ThreadId::MAIN,
    kind: AccessKind::Read,
    bytes: 0,
};

/// The records of an execution.
#[derive(Default)]
pub(super) struct Records {
    all: Vec<Record>,
    free: Link,
}

impl Records {
    /// Whether whoever meets an access that a thread makes in this epoch, to these of eight
    /// bytes, meets the one at the head of a chain as well: nothing is to be learnt from it
    /// (the paper's "same epoch").
    #[inline]
    pub fn knows(
        &self,
        head: Link,
        thread: ThreadId,
        epoch: u32,
        kind: AccessKind,
        bytes: u8,
    ) -> bool {
        self.all.get(head as usize).is_some_and(|latest| {
            latest.epoch == epoch
                && latest.thread == thread
                && bytes & !latest.bytes == 0
                && covers(latest.kind, kind)
        })
    }

    /// Puts an access at the head of a chain, and takes out those that do not count any more.
    /// The earlier one that it conflicts with and does not come after, or [`NONE`].
    pub fn push(&mut self, head: &mut Link, threads: &Threads, new: &Record) -> Link {
        let mut race = NONE;
        let mut kept = NONE;
        let mut link = *head;
        while link != NONE {
            let old = self.all[link as usize];
            let is_known =
                old.thread == new.thread || threads.knows(new.thread, old.thread, old.epoch);
            let conflicts = old.bytes & new.bytes != 0 && old.kind.conflicts(new.kind);
            if conflicts && !is_known && race == NONE {
                // It counts, so it stays where it is.
                race = link;
            }
            // Whoever does not know of what this thread did or knows of does not know of this
            // access either, and conflicts with it as well.
            let counts = !(is_known && old.bytes & !new.bytes == 0 && covers(new.kind, old.kind));
            if counts {
                kept = link;
            } else {
                self.take_out(head, kept, link);
            }
            link = old.next;
        }
        let new = Record {
            next: *head,
            ..*new
        };
        *head = self.put(new);
        race
    }

    /// A record that counts.
    pub fn get(&self, link: Link) -> Option<&Record> {
        self.all.get(link as usize).filter(|_| link != NONE)
    }

    /// Takes a record out of its chain, where it follows another, or is the first.
    fn take_out(&mut self, head: &mut Link, before: Link, link: Link) {
        let record = &mut self.all[link as usize];
        let next = std::mem::replace(&mut record.next, self.free);
        self.free = link;
        match before {
            NONE => *head = next,
            before => self.all[before as usize].next = next,
        }
    }

    fn put(&mut self, record: Record) -> Link {
        if self.free != NONE {
            let link = self.free;
            self.free = std::mem::replace(&mut self.all[link as usize], record).next;
            return link;
        }
        if self.all.is_empty() {
            self.all.push(NOBODYS);
        }
        self.all.push(record);
        (self.all.len() - 1) as Link
    }

    /// Gives a chain up.
    pub fn drop_chain(&mut self, head: &mut Link) {
        while *head != NONE {
            let first = *head;
            self.take_out(head, NONE, first);
        }
    }

    /// Gives all chains up.
    pub fn clear(&mut self) {
        self.all.clear();
        self.free = NONE;
    }
}

/// Whether everything that conflicts with the old kind conflicts with the new one.
const fn covers(new: AccessKind, old: AccessKind) -> bool {
    matches!(
        (new, old),
        (AccessKind::Write, _)
            | (AccessKind::Read, AccessKind::Read | AccessKind::AtomicRead)
            | (AccessKind::AtomicRead, AccessKind::AtomicRead)
            | (
                AccessKind::AtomicWrite,
                AccessKind::AtomicWrite | AccessKind::AtomicRead
            )
    )
}

//! Who accessed which byte last.

use super::access::{Access, AccessKind};
use super::threads::Threads;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// An access that was made earlier.
#[derive(Clone, Copy)]
pub(super) struct Earlier {
    pub access: Access,
    /// The epoch its thread was in.
    pub epoch: u32,
}

/// An earlier access to some of eight bytes.
struct Record {
    earlier: Earlier,
    /// Which of the bytes, a bit for each.
    bytes: u8,
}

/// The accesses to eight bytes that count, the latest apart: mostly it is the only one, and
/// needs no memory of its own.
#[derive(Default)]
struct Records {
    earlier: Vec<Record>,
    latest: Option<Record>,
}

/// Memory, eight bytes at a time.
#[derive(Default)]
pub(super) struct Memory(HashMap<usize, Records, BuildHasherDefault<Spread>>);

const WORD: usize = 8;

/// The words that a range touches, with the bytes of each.
fn words(address: usize, size: usize) -> impl Iterator<Item = (usize, u8)> {
    let end = address + size;
    (address / WORD..end.div_ceil(WORD)).map(move |word| {
        let from = address.saturating_sub(word * WORD).min(WORD);
        let to = (end - word * WORD).min(WORD);
        let bytes = ((1_u16 << to) - (1 << from)) as u8;
        (word, bytes)
    })
}

impl Memory {
    /// Notes an access. An earlier one that it conflicts with and does not come after, if
    /// there is one.
    pub fn access(&mut self, threads: &Threads, access: &Access) -> Option<Earlier> {
        let thread = access.thread;
        let epoch = threads.epoch(thread);
        let mut race = None;
        for (word, bytes) in words(access.address, access.size) {
            let records = self.0.entry(word).or_default();
            // Mostly a thread goes on with what nobody else has touched.
            if records.earlier.is_empty()
                && let Some(latest) = &mut records.latest
                && latest.earlier.access.thread == thread
                && latest.bytes & !bytes == 0
                && covers(access.kind, latest.earlier.access.kind)
            {
                let access = *access;
                latest.earlier = Earlier { access, epoch };
                latest.bytes = bytes;
                continue;
            }
            let races = |record: &&Record| {
                record.bytes & bytes != 0
                    && record.earlier.access.thread != thread
                    && record.earlier.access.kind.conflicts(access.kind)
                    && !threads.knows(thread, record.earlier.access.thread, record.earlier.epoch)
            };
            if race.is_none() {
                let mut all = records.earlier.iter().chain(&records.latest);
                race = all.find(races).map(|record| record.earlier);
            }
            // Whoever does not know of what this thread did or knows of does not know of this
            // access either, and conflicts with it as well.
            let counts = |record: &Record| {
                let old = record.earlier.access;
                let is_known =
                    old.thread == thread || threads.knows(thread, old.thread, record.earlier.epoch);
                !(is_known && record.bytes & !bytes == 0 && covers(access.kind, old.kind))
            };
            records.earlier.retain(counts);
            records.earlier.extend(records.latest.take().filter(counts));
            records.latest = Some(Record {
                earlier: Earlier {
                    access: *access,
                    epoch,
                },
                bytes,
            });
        }
        race
    }

    /// Nothing that happened counts any more. What it takes to note things stays.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What happened in this memory does not count any more.
    pub fn forget(&mut self, range: Range<usize>) {
        let words = range.start / WORD..range.end.div_ceil(WORD);
        if words.len() > self.0.len() {
            self.0.retain(|word, _| !words.contains(word));
        } else {
            for word in words {
                self.0.remove(&word);
            }
        }
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

/// Spreads numbers of words; they come from the program, which gains nothing by collisions.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, value: usize) {
        // 2^64 divided by the golden ratio (Knuth, volume 3, section 6.4).
        self.0 = (self.0 ^ value as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

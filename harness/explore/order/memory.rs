//! Who accessed which byte last: shadow memory, with the latest accesses to every eight bytes
//! of the program's.

use super::access::AccessKind;
use super::records::{Link, NONE, Record, Records};
use super::spread::Addressed;
use super::threads::Threads;
use crate::model::thread::ThreadId;
use std::ops::Range;

const WORD: usize = 8;

/// How many words a page has: few enough that one is cheap to wipe.
const WORDS: usize = 64;

const PAGE: usize = WORD * WORDS;

/// How many pages are found without a search.
const RECENT: usize = 64;

/// Words that lie together, as they were in an execution.
struct Page {
    /// Its address, divided by its length.
    number: usize,
    execution: u64,
    heads: [Link; WORDS],
}

/// The program's memory, of this execution and those before.
pub(super) struct Memory {
    records: Records,
    pages: Vec<Page>,
    by_number: Addressed<usize, usize>,
    /// Where pages are that were used lately, by the last bits of their numbers.
    recent: [usize; RECENT],
    execution: u64,
    /// The pages of this execution.
    in_use: Vec<usize>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            records: Records::default(),
            pages: vec![],
            by_number: Addressed::default(),
            recent: [0; RECENT],
            execution: 1,
            in_use: vec![],
        }
    }
}

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
    /// Whether an access to part of one word would change nothing.
    #[inline]
    pub fn knows(
        &self,
        thread: ThreadId,
        epoch: u32,
        kind: AccessKind,
        address: usize,
        size: usize,
    ) -> bool {
        let first = address % WORD;
        first + size <= WORD
            && self.known(address / PAGE).is_some_and(|page| {
                let head = self.pages[page].heads[address / WORD % WORDS];
                let bytes = (((1_u16 << size) - 1) << first) as u8;
                self.records.knows(head, thread, epoch, kind, bytes)
            })
    }

    /// Notes an access to as many bytes as the record says. The earlier one that it
    /// conflicts with and does not come after, if there is one.
    ///
    /// Whether memory that was not touched in this execution is the program's is asked.
    pub fn access(
        &mut self,
        threads: &Threads,
        address: usize,
        mut record: Record,
        is_programs: impl Fn(usize) -> bool,
    ) -> Option<&Record> {
        let mut race = NONE;
        for (word, bytes) in words(address, record.size as usize) {
            let number = word / WORDS;
            let known = self.known(number);
            let Some(page) = known.or_else(|| self.open(number, word * WORD, &is_programs)) else {
                continue;
            };
            record.bytes = bytes;
            let head = &mut self.pages[page].heads[word % WORDS];
            let first = self.records.push(head, threads, &record);
            if race == NONE {
                race = first;
            }
        }
        self.records.get(race)
    }

    /// The page of this number, if it was touched in this execution, and lately.
    #[inline]
    fn known(&self, number: usize) -> Option<usize> {
        let index = self.recent[number % RECENT];
        let page = self.pages.get(index)?;
        (page.number == number && page.execution == self.execution).then_some(index)
    }

    /// The page of this number; nothing if it is none of the program's.
    #[cold]
    fn open(
        &mut self,
        number: usize,
        address: usize,
        is_programs: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let next = self.pages.len();
        let known = self.by_number.get(&number).copied();
        let is_used = known.is_some_and(|index| self.pages[index].execution == self.execution);
        if !is_used && !is_programs(address) {
            return None;
        }
        let index = known.unwrap_or(next);
        if index == next {
            self.by_number.insert(number, next);
            self.pages.push(Page {
                number,
                execution: 0,
                heads: [NONE; WORDS],
            });
        }
        if !is_used {
            let page = &mut self.pages[index];
            page.execution = self.execution;
            page.heads = [NONE; WORDS];
            self.in_use.push(index);
        }
        self.recent[number % RECENT] = index;
        Some(index)
    }

    /// Whether this memory was touched, and is the program's.
    pub fn holds(&self, address: usize) -> bool {
        self.known(address / PAGE).is_some()
    }

    /// Nothing that happened counts any more. What it takes to note things stays.
    pub fn clear(&mut self) {
        self.records.clear();
        self.in_use.clear();
        self.execution += 1;
    }

    /// What happened in this memory does not count any more.
    pub fn forget(&mut self, range: Range<usize>) {
        let words = range.start / WORD..range.end.div_ceil(WORD);
        let numbers = words.start / WORDS..words.end.div_ceil(WORDS);
        if numbers.len() > self.in_use.len() {
            for position in 0..self.in_use.len() {
                self.wipe(self.in_use[position], &words);
            }
            return;
        }
        for number in numbers {
            let known = self.known(number);
            let index = known.or_else(|| self.by_number.get(&number).copied());
            if let Some(index) = index
                && self.pages[index].execution == self.execution
            {
                self.wipe(index, &words);
            }
        }
    }

    /// Gives up the chains of those words that lie in a page of this execution.
    fn wipe(&mut self, index: usize, words: &Range<usize>) {
        let page = &mut self.pages[index];
        let first = page.number * WORDS;
        let from = words.start.max(first) - first;
        let to = words.end.min(first + WORDS).saturating_sub(first);
        for head in page.heads.get_mut(from..to).into_iter().flatten() {
            self.records.drop_chain(head);
        }
    }
}

#[cfg(test)]
mod tests;

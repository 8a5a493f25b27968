use super::*;
use crate::order::contexts::{ContextId, Site};
use crate::tests::random::Rng;

const SITE: Site = Site::Code {
    address: 1,
    context: ContextId::OUTERMOST,
};

/// A write of so many bytes by this thread, in its first epoch.
fn write(thread: u8, size: u32) -> Record {
    Record::new(SITE, ThreadId(thread), 1, AccessKind::Write, size)
}

fn races(memory: &mut Memory, address: usize, record: Record) -> bool {
    let threads = Threads::default();
    memory.access(&threads, address, record, |_| true).is_some()
}

#[test]
fn an_access_meets_earlier_ones_to_any_of_its_bytes() {
    let mut memory = Memory::default();
    let last_of_a_page = 4 * PAGE - 3;
    assert!(!races(&mut memory, last_of_a_page, write(0, 6)));
    assert!(!races(&mut memory, last_of_a_page + 6, write(1, 1)));
    assert!(races(&mut memory, last_of_a_page + 5, write(1, 1)));
    assert!(races(&mut memory, last_of_a_page, write(2, 1)));
}

#[test]
fn what_is_forgotten_meets_nobody() {
    for length in [16, 100 * PAGE] {
        let mut memory = Memory::default();
        races(&mut memory, 5 * PAGE, write(0, 8));
        races(&mut memory, 5 * PAGE + 8, write(0, 8));
        races(&mut memory, 5 * PAGE - 8, write(0, 8));
        memory.forget(5 * PAGE..5 * PAGE + length);
        assert!(!races(&mut memory, 5 * PAGE, write(1, 16)), "{length}");
        assert!(races(&mut memory, 5 * PAGE - 8, write(1, 8)), "{length}");
    }
    let mut memory = Memory::default();
    races(&mut memory, 8, write(0, 8));
    memory.clear();
    assert!(!races(&mut memory, 8, write(1, 8)));
}

#[test]
fn pages_that_share_their_last_bits_are_told_apart() {
    let mut memory = Memory::default();
    for page in 0..4 {
        assert!(!races(&mut memory, page * RECENT * PAGE, write(0, 8)));
    }
    for page in 0..4 {
        assert!(races(&mut memory, page * RECENT * PAGE, write(1, 8)));
    }
}

#[test]
fn memory_that_is_not_the_programs_is_not_noted() {
    let mut memory = Memory::default();
    let threads = Threads::default();
    for thread in 0..2 {
        let met = memory.access(&threads, 64, write(thread, 8), |_| false);
        assert!(met.is_none());
    }
    assert!(!memory.holds(64));
}

/// An access, with the epoch and the bytes it was made in.
struct Earlier {
    thread: ThreadId,
    epoch: u32,
    kind: AccessKind,
    bytes: Range<usize>,
}

const KINDS: [AccessKind; 4] = [
    AccessKind::Read,
    AccessKind::Write,
    AccessKind::AtomicRead,
    AccessKind::AtomicWrite,
];

/// Threads access two words, and tell each other what they know now and then. Says at which
/// access the first race is, by the memory and by looking at every earlier access.
fn first_race(rng: &mut Rng) -> [Option<usize>; 2] {
    let mut memory = Memory::default();
    let mut threads = Threads::default();
    let mut all: Vec<Earlier> = vec![];
    for step in 0..24 {
        let thread = ThreadId(rng.below(3) as u8);
        if rng.below(2) == 0 {
            let told = threads.release(thread);
            threads.acquire(ThreadId(rng.below(3) as u8), &told);
        }
        let kind = KINDS[rng.below(4) as usize];
        let size = 1 << rng.below(5);
        let address = PAGE - WORD + rng.below(16) as usize / size.min(8) * size.min(8);
        let epoch = threads.epoch(thread);
        let bytes = address..address + size;
        let races = all.iter().any(|earlier| {
            earlier.thread != thread
                && earlier.kind.conflicts(kind)
                && earlier.bytes.start < bytes.end
                && bytes.start < earlier.bytes.end
                && !threads.knows(thread, earlier.thread, earlier.epoch)
        });
        // The hooks ask first whether there is anything to note.
        let is_found = !memory.knows(thread, epoch, kind, address, size) && {
            let record = Record::new(SITE, thread, epoch, kind, size as u32);
            let found = memory.access(&threads, address, record, |_| true);
            found.is_some()
        };
        if races || is_found {
            return [is_found.then_some(step), races.then_some(step)];
        }
        all.push(Earlier {
            thread,
            epoch,
            kind,
            bytes,
        });
    }
    [None; 2]
}

#[test]
fn what_is_left_out_hides_no_race_and_makes_none() {
    let mut rng = Rng::new(1);
    let mut raced = 0;
    for run in 0..20_000 {
        let [found, races] = first_race(&mut rng);
        assert_eq!(found, races, "run {run}");
        raced += usize::from(races.is_some_and(|step| step > 4));
    }
    assert!(raced > 1_000, "{raced}");
}

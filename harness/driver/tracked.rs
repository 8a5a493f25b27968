//! Values that are counted: each has to be dropped once, and by the end of its case.
//!
//! A count lives in the process that it is about, so a submission that writes to foreign
//! memory could falsify it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use wire::{Arena, Decode, Encode, Finish, Malformed, Reader, Writer};

/// Threads that were told to end may hold values for a moment longer: how often, and how
/// long each time, the count is looked at again.
const LOOKS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(4);

/// A value that stands for another one, and is counted. Whatever it is asked, it answers as
/// the other one would; a clone is a further value.
pub struct Tracked<T> {
    value: T,
    number: u64,
}

/// What became of the values of a case.
struct Count {
    /// The number of the case's first value.
    first: u64,
    /// How often each was dropped.
    drops: Vec<u32>,
}

static COUNT: Mutex<Count> = Mutex::new(Count {
    first: 0,
    drops: Vec::new(),
});

fn count<T>(look: impl FnOnce(&mut Count) -> T) -> T {
    look(&mut COUNT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Counts a further value. Not generic, nor is [`leave`]: they are compiled once, and not
/// with every submission.
#[inline(never)]
fn enter() -> u64 {
    count(Count::enter)
}

#[inline(never)]
fn leave(number: u64) {
    count(|count| count.leave(number));
}

impl Count {
    fn enter(&mut self) -> u64 {
        self.drops.push(0);
        self.first + self.drops.len() as u64 - 1
    }

    fn leave(&mut self, number: u64) {
        // A value of an earlier case does not count any more.
        let drops = number.checked_sub(self.first);
        let drops = drops.and_then(|index| self.drops.get_mut(usize::try_from(index).ok()?));
        if let Some(drops) = drops {
            *drops = drops.saturating_add(1);
        }
    }

    fn those(&self, meet: impl Fn(u32) -> bool) -> u64 {
        self.drops.iter().filter(|drops| meet(**drops)).count() as u64
    }
}

/// Forgets all values: those of a further case are counted from here on.
pub(crate) fn begin() {
    count(|count| {
        count.first += count.drops.len() as u64;
        count.drops.clear();
    });
}

/// What the end of a case is called in which everything was dropped.
pub(crate) fn finish() -> Finish {
    for _ in 0..LOOKS {
        if count(|count| count.those(|drops| drops == 0)) == 0 {
            break;
        }
        thread::sleep(PAUSE);
    }
    count(|count| {
        let kept = count.those(|drops| drops == 0);
        let twice = count.those(|drops| drops > 1);
        if kept + twice == 0 {
            Finish::Dropped
        } else {
            Finish::Miscounted {
                made: count.drops.len() as u64,
                kept,
                twice,
            }
        }
    })
}

impl<T> Tracked<T> {
    fn new(value: T) -> Self {
        let number = enter();
        Self { value, number }
    }
}

impl<T> Drop for Tracked<T> {
    fn drop(&mut self) {
        leave(self.number);
    }
}

impl<T: Clone> Clone for Tracked<T> {
    fn clone(&self) -> Self {
        Self::new(self.value.clone())
    }
}

impl<T: Default> Default for Tracked<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Tracked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Tracked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Tracked<T> {}

impl<T: PartialOrd> PartialOrd for Tracked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Tracked<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Tracked<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<M, T: Encode<M>> Encode<M> for Tracked<T> {
    fn encode(&self, writer: &mut Writer) {
        self.value.encode(writer);
    }
}

impl<'a, M, T: Decode<'a, M>> Decode<'a, M> for Tracked<T> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        T::decode(reader, arena).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{ManuallyDrop, forget};

    fn miscounted(made: u64, kept: u64, twice: u64) -> Finish {
        Finish::Miscounted { made, kept, twice }
    }

    /// The count is one for the whole process, so this is one test.
    #[test]
    #[expect(unsafe_code, reason = "drops a value twice to see it noticed")]
    fn every_value_is_dropped_once_or_named() {
        begin();
        let value = Tracked::new(7_u32);
        let clone = value.clone();
        assert_eq!(value, clone);
        drop(value);
        thread::spawn(move || drop(clone)).join().unwrap();
        assert_eq!(finish(), Finish::Dropped);

        begin();
        let early = Tracked::new(1_u32);
        forget(Tracked::new(2_u32));
        assert_eq!(finish(), miscounted(2, 2, 0));
        drop(early);
        assert_eq!(finish(), miscounted(2, 1, 0));

        begin();
        let mut value = ManuallyDrop::new(Tracked::new(3_u32));
        // SAFETY: a number in it needs no dropping, so that doing it twice harms nothing.
        unsafe {
            ManuallyDrop::drop(&mut value);
            ManuallyDrop::drop(&mut value);
        }
        assert_eq!(finish(), miscounted(1, 0, 1));

        begin();
        let late = Tracked::new(4_u32);
        begin();
        drop(late);
        assert_eq!(finish(), Finish::Dropped);
    }
}

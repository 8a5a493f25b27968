//! Each place says for which round it is ready, and for whom: even numbers are the producer's.
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Place<T> {
    /// Twice the round, and one more once it is filled in that round.
    turn: AtomicUsize,
    item: UnsafeCell<Option<T>>,
}

struct Ring<T> {
    places: Box<[Place<T>]>,
    /// For the hint only.
    pushed: AtomicUsize,
}

// SAFETY: a place is the one's whose turn it is; the number hands it over.
unsafe impl<T: Send> Sync for Ring<T> {}

pub struct Producer<T> {
    ring: Arc<Ring<T>>,
    next: usize,
    not_shared: PhantomData<Cell<()>>,
}

pub struct Consumer<T> {
    ring: Arc<Ring<T>>,
    next: usize,
    not_shared: PhantomData<Cell<()>>,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let place = || Place {
        turn: AtomicUsize::new(0),
        item: UnsafeCell::new(None),
    };
    let ring = Arc::new(Ring {
        places: (0..capacity).map(|_| place()).collect(),
        pushed: AtomicUsize::new(0),
    });
    let producer = Producer {
        ring: Arc::clone(&ring),
        next: 0,
        not_shared: PhantomData,
    };
    let consumer = Consumer {
        ring,
        next: 0,
        not_shared: PhantomData,
    };
    (producer, consumer)
}

impl<T> Ring<T> {
    /// A place, and the producer's turn in the round of that number.
    fn place(&self, number: usize) -> (&Place<T>, usize) {
        let capacity = self.places.len();
        (&self.places[number % capacity], number / capacity * 2)
    }
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let (place, turn) = self.ring.place(self.next);
        if place.turn.load(Ordering::Acquire) != turn {
            return Err(item);
        }
        // SAFETY: it is the producer's turn.
        unsafe { *place.item.get() = Some(item) };
        place.turn.store(turn + 1, Ordering::Release);
        self.next += 1;
        self.ring.pushed.store(self.next, Ordering::Release);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let (place, turn) = self.ring.place(self.next);
        if place.turn.load(Ordering::Acquire) != turn + 1 {
            return None;
        }
        // SAFETY: it is the consumer's turn.
        let item = unsafe { (*place.item.get()).take() };
        place.turn.store(turn + 2, Ordering::Release);
        self.next += 1;
        item
    }

    pub fn len_hint(&self) -> usize {
        // An item may be taken out before it is counted.
        let pushed = self.ring.pushed.load(Ordering::Acquire);
        pushed.saturating_sub(self.next)
    }
}

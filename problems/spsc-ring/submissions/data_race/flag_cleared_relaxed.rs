//! The flag that gives a place back is cleared relaxed.
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

struct Place<T> {
    is_full: AtomicBool,
    item: UnsafeCell<Option<T>>,
}

struct Ring<T> {
    places: Box<[Place<T>]>,
    /// For the hint only.
    pushed: AtomicUsize,
}

// SAFETY: a full place is the consumer's, an empty one the producer's; the flag hands it over.
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
        is_full: AtomicBool::new(false),
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
    fn place(&self, number: usize) -> &Place<T> {
        &self.places[number % self.places.len()]
    }
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let place = self.ring.place(self.next);
        if place.is_full.load(Ordering::Acquire) {
            return Err(item);
        }
        // SAFETY: it is empty, so it is the producer's.
        unsafe { *place.item.get() = Some(item) };
        place.is_full.store(true, Ordering::Release);
        self.next += 1;
        self.ring.pushed.store(self.next, Ordering::Release);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let place = self.ring.place(self.next);
        if !place.is_full.load(Ordering::Acquire) {
            return None;
        }
        // SAFETY: it is full, so it is the consumer's.
        let item = unsafe { (*place.item.get()).take() };
        place.is_full.store(false, Ordering::Relaxed);
        self.next += 1;
        item
    }

    pub fn len_hint(&self) -> usize {
        // An item may be taken out before it is counted.
        let pushed = self.ring.pushed.load(Ordering::Acquire);
        pushed.saturating_sub(self.next)
    }
}

//! An item is counted before it is in its place: the hint promises what cannot be taken yet.
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

struct Ring<T> {
    places: Box<[Mutex<Option<T>>]>,
    /// How many were put in so far; for the hint only.
    pushed: AtomicUsize,
}

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
    let ring = Arc::new(Ring {
        places: (0..capacity).map(|_| Mutex::new(None)).collect(),
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
    fn lock(&self, number: usize) -> MutexGuard<'_, Option<T>> {
        let place = self.places[number % self.places.len()].lock();
        place.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let place = self.ring.lock(self.next);
        if place.is_some() {
            return Err(item);
        }
        drop(place);
        self.next += 1;
        self.ring.pushed.store(self.next, Ordering::Relaxed);
        *self.ring.lock(self.next - 1) = Some(item);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let item = self.ring.lock(self.next).take()?;
        self.next += 1;
        Some(item)
    }

    pub fn len_hint(&self) -> usize {
        // It is counted while its place is locked: nobody takes it out before.
        self.ring.pushed.load(Ordering::Relaxed) - self.next
    }
}

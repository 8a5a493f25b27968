//! A lock for each counter: the two ends take them in different orders.
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

struct Ring<T> {
    places: Box<[Mutex<Option<T>>]>,
    head: Mutex<usize>,
    tail: Mutex<usize>,
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
        head: Mutex::new(0),
        tail: Mutex::new(0),
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

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Ring<T> {
    fn lock(&self, number: usize) -> MutexGuard<'_, Option<T>> {
        locked(&self.places[number % self.places.len()])
    }
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let ring = &*self.ring;
        let mut tail = locked(&ring.tail);
        if *tail - *locked(&ring.head) == ring.places.len() {
            return Err(item);
        }
        *ring.lock(*tail) = Some(item);
        *tail += 1;
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let ring = &*self.ring;
        let mut head = locked(&ring.head);
        if *head == *locked(&ring.tail) {
            return None;
        }
        let item = ring.lock(*head).take();
        *head += 1;
        item
    }

    pub fn len_hint(&self) -> usize {
        let head = locked(&self.ring.head);
        *locked(&self.ring.tail) - *head
    }
}

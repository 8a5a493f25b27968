//! The number of filled places is changed at once, but publishes nothing.
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Ring<T> {
    places: Box<[UnsafeCell<MaybeUninit<T>>]>,
    /// How many places are filled.
    filled: AtomicUsize,
    /// The consumer's next place when it was dropped.
    first: AtomicUsize,
}

// SAFETY: so many places from the consumer's next one on are the consumer's, all others the
// producer's; who changes the number hands one over.
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
    let place = || UnsafeCell::new(MaybeUninit::uninit());
    let ring = Arc::new(Ring {
        places: (0..capacity).map(|_| place()).collect(),
        filled: AtomicUsize::new(0),
        first: AtomicUsize::new(0),
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
    fn place(&self, number: usize) -> *mut MaybeUninit<T> {
        self.places[number % self.places.len()].get()
    }
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let ring = &*self.ring;
        if ring.filled.load(Ordering::Acquire) == ring.places.len() {
            return Err(item);
        }
        // SAFETY: the place is free, and the consumer is done with it.
        unsafe { (*ring.place(self.next)).write(item) };
        self.next += 1;
        ring.filled.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let ring = &*self.ring;
        if ring.filled.load(Ordering::Acquire) == 0 {
            return None;
        }
        // SAFETY: the place was filled, and the producer is done with it.
        let item = unsafe { (*ring.place(self.next)).assume_init_read() };
        self.next += 1;
        ring.filled.fetch_sub(1, Ordering::Release);
        Some(item)
    }

    pub fn len_hint(&self) -> usize {
        self.ring.filled.load(Ordering::Relaxed)
    }
}

impl<T> Drop for Consumer<T> {
    fn drop(&mut self) {
        self.ring.first.store(self.next, Ordering::Relaxed);
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        let first = *self.first.get_mut();
        for number in first..first + *self.filled.get_mut() {
            // SAFETY: it was filled and not taken out.
            unsafe { (*self.place(number)).assume_init_drop() };
        }
    }
}

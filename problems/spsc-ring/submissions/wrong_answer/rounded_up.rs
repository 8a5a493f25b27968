//! The capacity is rounded up to a power of two.
//! by: case "the capacity is exact, whatever it is"
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Ring<T> {
    places: Box<[UnsafeCell<MaybeUninit<T>>]>,
    /// How many items were taken out so far. Only the consumer changes it.
    head: AtomicUsize,
    /// How many were put in. Only the producer changes it.
    tail: AtomicUsize,
}

// SAFETY: the places from `head` to `tail` are the consumer's, all others the producer's; each
// counter hands over what is behind it.
unsafe impl<T: Send> Sync for Ring<T> {}

pub struct Producer<T> {
    ring: Arc<Ring<T>>,
    not_shared: PhantomData<Cell<()>>,
}

pub struct Consumer<T> {
    ring: Arc<Ring<T>>,
    not_shared: PhantomData<Cell<()>>,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let place = || UnsafeCell::new(MaybeUninit::uninit());
    let ring = Arc::new(Ring {
        places: (0..capacity.next_power_of_two()).map(|_| place()).collect(),
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
    fn place(&self, number: usize) -> *mut MaybeUninit<T> {
        self.places[number % self.places.len()].get()
    }
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let ring = &*self.ring;
        let tail = ring.tail.load(Ordering::Relaxed);
        let head = ring.head.load(Ordering::Acquire);
        if tail - head == ring.places.len() {
            return Err(item);
        }
        // SAFETY: the place is free, and the consumer is done with it.
        unsafe { (*ring.place(tail)).write(item) };
        ring.tail.store(tail + 1, Ordering::Release);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let ring = &*self.ring;
        let head = ring.head.load(Ordering::Relaxed);
        let tail = ring.tail.load(Ordering::Acquire);
        if head == tail {
            return None;
        }
        // SAFETY: the place was filled, and the producer is done with it.
        let item = unsafe { (*ring.place(head)).assume_init_read() };
        ring.head.store(head + 1, Ordering::Release);
        Some(item)
    }

    pub fn len_hint(&self) -> usize {
        let tail = self.ring.tail.load(Ordering::Acquire);
        tail - self.ring.head.load(Ordering::Relaxed)
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        for number in *self.head.get_mut()..*self.tail.get_mut() {
            // SAFETY: it was filled and not taken out.
            unsafe { (*self.place(number)).assume_init_drop() };
        }
    }
}

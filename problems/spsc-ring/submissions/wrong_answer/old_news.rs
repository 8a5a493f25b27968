//! Looks at the other end's counter only after a refusal, and then for the next time.
//! by: case "first in, first out"
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[repr(align(128))]
struct Line(AtomicUsize);

struct Ring<T> {
    places: Box<[UnsafeCell<MaybeUninit<T>>]>,
    /// How many items were taken out so far. Only the consumer changes it.
    head: Line,
    /// How many were put in. Only the producer changes it.
    tail: Line,
}

// SAFETY: the places from `head` to `tail` are the consumer's, all others the producer's; each
// counter hands over what is behind it.
unsafe impl<T: Send> Sync for Ring<T> {}

pub struct Producer<T> {
    ring: Arc<Ring<T>>,
    tail: usize,
    /// At least so many were taken out.
    head: usize,
    not_shared: PhantomData<Cell<()>>,
}

pub struct Consumer<T> {
    ring: Arc<Ring<T>>,
    head: usize,
    /// At least so many were put in.
    tail: usize,
    not_shared: PhantomData<Cell<()>>,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let place = || UnsafeCell::new(MaybeUninit::uninit());
    let ring = Arc::new(Ring {
        places: (0..capacity).map(|_| place()).collect(),
        head: Line(AtomicUsize::new(0)),
        tail: Line(AtomicUsize::new(0)),
    });
    let producer = Producer {
        ring: Arc::clone(&ring),
        tail: 0,
        head: 0,
        not_shared: PhantomData,
    };
    let consumer = Consumer {
        ring,
        head: 0,
        tail: 0,
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
        let is_full = |head| self.tail - head == ring.places.len();
        if is_full(self.head) {
            self.head = ring.head.0.load(Ordering::Acquire);
            return Err(item);
        }
        // SAFETY: the place is free, and the consumer is done with it.
        unsafe { (*ring.place(self.tail)).write(item) };
        self.tail += 1;
        ring.tail.0.store(self.tail, Ordering::Release);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let ring = &*self.ring;
        if self.head == self.tail {
            self.tail = ring.tail.0.load(Ordering::Acquire);
            if self.head == self.tail {
                return None;
            }
        }
        // SAFETY: the place was filled, and the producer is done with it.
        let item = unsafe { (*ring.place(self.head)).assume_init_read() };
        self.head += 1;
        ring.head.0.store(self.head, Ordering::Release);
        Some(item)
    }

    pub fn len_hint(&self) -> usize {
        self.ring.tail.0.load(Ordering::Acquire) - self.head
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        for number in *self.head.0.get_mut()..*self.tail.0.get_mut() {
            // SAFETY: it was filled and not taken out.
            unsafe { (*self.place(number)).assume_init_drop() };
        }
    }
}

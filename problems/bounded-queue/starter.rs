//! Bounded blocking queue: fill in the bodies and the field marked `todo`.
use std::marker::PhantomData;

/// A queue between threads that holds at most `capacity` items.
pub struct BoundedQueue<T> {
    todo: PhantomData<T>,
}

impl<T> BoundedQueue<T> {
    /// An empty, open queue. The capacity is at least 1.
    pub fn new(capacity: usize) -> Self {
        todo!()
    }

    /// Puts an item at the end, and waits while there is no room. Gives the item
    /// back if the queue is closed, or becomes so while it waits.
    pub fn push(&self, item: T) -> Result<(), T> {
        todo!()
    }

    /// Takes the item at the front, and waits while there is none. `None` if the
    /// queue is closed and nothing is left in it.
    pub fn pop(&self) -> Option<T> {
        todo!()
    }

    /// From now on nothing goes in. What is queued stays, and whoever waits is
    /// woken.
    pub fn close(&self) {
        todo!()
    }

    /// How many items are in the queue.
    pub fn len(&self) -> usize {
        todo!()
    }
}

//! Single-producer ring: fill in the bodies and the fields marked `todo`.
use std::marker::PhantomData;

/// The end that puts items in. It belongs to one thread at a time.
pub struct Producer<T> {
    todo: PhantomData<T>,
}

/// The end that takes items out. It belongs to one thread at a time.
pub struct Consumer<T> {
    todo: PhantomData<T>,
}

/// The two ends of an empty ring with room for `capacity` items, which is at least 1.
pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    todo!()
}

impl<T: Send> Producer<T> {
    /// Puts an item at the end. Gives it back if the ring may be full; never waits.
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        todo!()
    }
}

impl<T: Send> Consumer<T> {
    /// Takes the item at the front. `None` if the ring may be empty; never waits.
    pub fn try_pop(&mut self) -> Option<T> {
        todo!()
    }

    /// So many items can be taken out at least.
    pub fn len_hint(&self) -> usize {
        todo!()
    }
}

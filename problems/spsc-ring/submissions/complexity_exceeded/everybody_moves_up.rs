//! The items lie in a vector, and everybody moves up when the first one leaves.
//! by: growth passing
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

type Shared<T> = Arc<Mutex<Vec<T>>>;

pub struct Producer<T> {
    capacity: usize,
    items: Shared<T>,
    not_shared: PhantomData<Cell<()>>,
}

pub struct Consumer<T> {
    items: Shared<T>,
    not_shared: PhantomData<Cell<()>>,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let items = Arc::new(Mutex::new(Vec::with_capacity(capacity)));
    let producer = Producer {
        capacity,
        items: Arc::clone(&items),
        not_shared: PhantomData,
    };
    let consumer = Consumer {
        items,
        not_shared: PhantomData,
    };
    (producer, consumer)
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        if items.len() == self.capacity {
            return Err(item);
        }
        items.push(item);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        (!items.is_empty()).then(|| items.remove(0))
    }

    pub fn len_hint(&self) -> usize {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.len()
    }
}

//! The hint says how much room there is.
//! by: case "first in, first out"
use std::cell::Cell;
use std::collections::VecDeque;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

type Shared<T> = Arc<Mutex<VecDeque<T>>>;

pub struct Producer<T> {
    capacity: usize,
    items: Shared<T>,
    not_shared: PhantomData<Cell<()>>,
}

pub struct Consumer<T> {
    capacity: usize,
    items: Shared<T>,
    not_shared: PhantomData<Cell<()>>,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let items = Arc::new(Mutex::new(VecDeque::with_capacity(capacity)));
    let producer = Producer {
        capacity,
        items: Arc::clone(&items),
        not_shared: PhantomData,
    };
    let consumer = Consumer {
        capacity,
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
        items.push_back(item);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.pop_front()
    }

    pub fn len_hint(&self) -> usize {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        self.capacity - items.len()
    }
}

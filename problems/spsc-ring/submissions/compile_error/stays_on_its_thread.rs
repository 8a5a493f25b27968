//! The two ends share what cannot leave its thread.
//! reason: bounds
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

pub struct Producer<T> {
    capacity: usize,
    items: Rc<RefCell<VecDeque<T>>>,
}

pub struct Consumer<T> {
    items: Rc<RefCell<VecDeque<T>>>,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let items = Rc::new(RefCell::new(VecDeque::with_capacity(capacity)));
    let producer = Producer {
        capacity,
        items: Rc::clone(&items),
    };
    (producer, Consumer { items })
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        let mut items = self.items.borrow_mut();
        if items.len() == self.capacity {
            return Err(item);
        }
        items.push_back(item);
        Ok(())
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        self.items.borrow_mut().pop_front()
    }

    pub fn len_hint(&self) -> usize {
        self.items.borrow().len()
    }
}

//! One condition variable for all reasons to wait; everybody looks when something has changed.
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};

enum Item<T> {
    Waits,
    Is(T),
}

struct Inside<T> {
    items: VecDeque<T>,
    open: bool,
}

pub struct BoundedQueue<T> {
    capacity: usize,
    inside: Mutex<Inside<T>>,
    changed: Condvar,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        let inside = Inside {
            items: VecDeque::new(),
            open: true,
        };
        Self {
            capacity,
            inside: Mutex::new(inside),
            changed: Condvar::new(),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let mut item = Some(item);
        self.when(|inside| {
            if !inside.open {
                return Item::Is(item.take().map_or(Ok(()), Err));
            }
            if inside.items.len() >= self.capacity {
                return Item::Waits;
            }
            inside.items.extend(item.take());
            Item::Is(Ok(()))
        })
    }

    pub fn pop(&self) -> Option<T> {
        self.when(|inside| match inside.items.pop_front() {
            None if inside.open => Item::Waits,
            item => Item::Is(item),
        })
    }

    pub fn close(&self) {
        self.when(|inside| {
            inside.open = false;
            Item::Is(())
        });
    }

    pub fn len(&self) -> usize {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.items.len()
    }

    /// Tries until it works, sleeping in between, and tells everybody that something is
    /// different now.
    fn when<R>(&self, mut attempt: impl FnMut(&mut Inside<T>) -> Item<R>) -> R {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Item::Is(answer) = attempt(&mut inside) {
                self.changed.notify_all();
                return answer;
            }
            let woken = self.changed.wait(inside);
            inside = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

//! `wait_while` on two condition variables, and a ring of places that is made once and filled
//! round and round. The bell is rung after the lock is given back.
use std::sync::{Condvar, Mutex};

struct Ring<T> {
    places: Vec<Option<T>>,
    first: usize,
    length: usize,
    capacity: usize,
    is_closed: bool,
}

impl<T> Ring<T> {
    fn put(&mut self, item: T) {
        let place = (self.first + self.length) % self.capacity;
        if place == self.places.len() {
            self.places.push(Some(item));
        } else {
            self.places[place] = Some(item);
        }
        self.length += 1;
    }

    fn take(&mut self) -> Option<T> {
        if self.length == 0 {
            return None;
        }
        let item = self.places[self.first].take();
        self.first = (self.first + 1) % self.capacity;
        self.length -= 1;
        item
    }
}

pub struct BoundedQueue<T> {
    ring: Mutex<Ring<T>>,
    room: Condvar,
    work: Condvar,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            ring: Mutex::new(Ring {
                places: Vec::new(),
                first: 0,
                length: 0,
                capacity,
                is_closed: false,
            }),
            room: Condvar::new(),
            work: Condvar::new(),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let ring = self.ring.lock().unwrap();
        let is_full = |ring: &mut Ring<T>| !ring.is_closed && ring.length == ring.capacity;
        let mut ring = self.room.wait_while(ring, is_full).unwrap();
        if ring.is_closed {
            return Err(item);
        }
        ring.put(item);
        drop(ring);
        self.work.notify_one();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let ring = self.ring.lock().unwrap();
        let is_empty = |ring: &mut Ring<T>| !ring.is_closed && ring.length == 0;
        let item = self.work.wait_while(ring, is_empty).unwrap().take();
        if item.is_some() {
            self.room.notify_one();
        }
        item
    }

    pub fn close(&self) {
        self.ring.lock().unwrap().is_closed = true;
        self.room.notify_all();
        self.work.notify_all();
    }

    pub fn len(&self) -> usize {
        self.ring.lock().unwrap().length
    }
}

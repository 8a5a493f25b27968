//! An event lives until the next one is published.
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

type Handler<E> = Box<dyn FnMut(&E)>;

pub struct Bus<E> {
    inner: Rc<Inner<E>>,
}

struct Inner<E> {
    slots: RefCell<Vec<Rc<Slot<E>>>>,
    /// Events with the first number that does not hear them.
    waiting: RefCell<VecDeque<(E, u64)>>,
    delivering: Cell<bool>,
    next: Cell<u64>,
    last: RefCell<Option<E>>,
}

struct Slot<E> {
    number: u64,
    ended: Cell<bool>,
    /// Empty while the handler runs.
    handler: RefCell<Option<Handler<E>>>,
}

pub struct Subscription {
    bus: Weak<dyn Ends>,
    number: u64,
}

trait Ends {
    fn end(&self, number: u64);
}

impl<E> Ends for Inner<E> {
    fn end(&self, number: u64) {
        let mut slots = self.slots.borrow_mut();
        let Ok(index) = slots.binary_search_by_key(&number, |slot| slot.number) else {
            return;
        };
        let slot = slots.remove(index);
        drop(slots);
        slot.ended.set(true);
        let handler = slot.handler.borrow_mut().take();
        drop(handler);
    }
}

impl<E: 'static> Bus<E> {
    pub fn new() -> Self {
        Self {
            inner: Rc::new(Inner {
                slots: RefCell::default(),
                waiting: RefCell::default(),
                delivering: Cell::new(false),
                next: Cell::new(0),
                last: RefCell::new(None),
            }),
        }
    }

    pub fn subscribe(&self, handler: impl FnMut(&E) + 'static) -> Subscription {
        let number = self.inner.next.replace(self.inner.next.get() + 1);
        self.inner.slots.borrow_mut().push(Rc::new(Slot {
            number,
            ended: Cell::new(false),
            handler: RefCell::new(Some(Box::new(handler))),
        }));
        let bus: Rc<dyn Ends> = Rc::clone(&self.inner) as Rc<dyn Ends>;
        Subscription {
            bus: Rc::downgrade(&bus),
            number,
        }
    }

    pub fn publish(&self, event: E) {
        let inner = &self.inner;
        let until = inner.next.get();
        inner.waiting.borrow_mut().push_back((event, until));
        if inner.delivering.replace(true) {
            return;
        }
        let _done = Done(inner);
        loop {
            let next = inner.waiting.borrow_mut().pop_front();
            let Some((event, until)) = next else { break };
            inner.deliver(&event, until);
            inner.last.replace(Some(event));
        }
    }

    pub fn subscribers(&self) -> usize {
        self.inner.slots.borrow().len()
    }
}

impl<E> Inner<E> {
    fn deliver(&self, event: &E, until: u64) {
        let mut from = 0;
        while let Some(slot) = self.next_slot(from).filter(|slot| slot.number < until) {
            from = slot.number + 1;
            let handler = slot.handler.borrow_mut().take();
            if let Some(handler) = handler {
                let mut running = Running {
                    slot,
                    handler: Some(handler),
                };
                running.call(event);
            }
        }
    }

    fn next_slot(&self, from: u64) -> Option<Rc<Slot<E>>> {
        let slots = self.slots.borrow();
        let index = slots.partition_point(|slot| slot.number < from);
        slots.get(index).cloned()
    }
}

/// A handler that is being called; it goes back to its slot even if it panics.
struct Running<E> {
    slot: Rc<Slot<E>>,
    handler: Option<Handler<E>>,
}

impl<E> Running<E> {
    fn call(&mut self, event: &E) {
        if let Some(handler) = &mut self.handler {
            handler(event);
        }
    }
}

impl<E> Drop for Running<E> {
    fn drop(&mut self) {
        if !self.slot.ended.get() {
            *self.slot.handler.borrow_mut() = self.handler.take();
        }
    }
}

/// Makes the bus ready for the next event, also after a panic.
struct Done<'a, E>(&'a Inner<E>);

impl<E> Drop for Done<'_, E> {
    fn drop(&mut self) {
        self.0.delivering.set(false);
        let left = std::mem::take(&mut *self.0.waiting.borrow_mut());
        drop(left);
    }
}

impl Subscription {
    pub fn keep(mut self) {
        self.bus = Weak::<Gone>::new();
    }
}

/// Stands for a bus that a subscription has let go of.
struct Gone;

impl Ends for Gone {
    fn end(&self, _number: u64) {}
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(bus) = self.bus.upgrade() {
            bus.end(self.number);
        }
    }
}

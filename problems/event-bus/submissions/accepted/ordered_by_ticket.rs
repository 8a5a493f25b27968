//! A map from ticket to handler, which is taken out while it runs.
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::{Rc, Weak};

type Closure<E> = Box<dyn FnMut(&E)>;

struct State<E> {
    /// `None` while the handler runs.
    handlers: BTreeMap<u64, Option<Closure<E>>>,
    tickets: u64,
    queue: Option<VecDeque<(E, u64)>>,
}

pub struct Bus<E> {
    state: Rc<RefCell<State<E>>>,
}

pub struct Subscription {
    ticket: u64,
    bus: Option<Weak<dyn Forgets>>,
}

trait Forgets {
    fn forget(&self, ticket: u64);
}

impl<E> Forgets for RefCell<State<E>> {
    fn forget(&self, ticket: u64) {
        let handler = self.borrow_mut().handlers.remove(&ticket);
        drop(handler);
    }
}

impl<E: 'static> Bus<E> {
    pub fn new() -> Self {
        Self {
            state: Rc::new(RefCell::new(State {
                handlers: BTreeMap::new(),
                tickets: 0,
                queue: None,
            })),
        }
    }

    pub fn subscribe(&self, handler: impl FnMut(&E) + 'static) -> Subscription {
        let mut state = self.state.borrow_mut();
        let ticket = state.tickets;
        state.tickets += 1;
        state.handlers.insert(ticket, Some(Box::new(handler)));
        let bus: Weak<RefCell<State<E>>> = Rc::downgrade(&self.state);
        Subscription {
            ticket,
            bus: Some(bus),
        }
    }

    pub fn publish(&self, event: E) {
        let mut state = self.state.borrow_mut();
        let end = state.tickets;
        if let Some(queue) = &mut state.queue {
            queue.push_back((event, end));
            return;
        }
        state.queue = Some(VecDeque::new());
        drop(state);
        let _open = Open(&self.state);
        let mut current = Some((event, end));
        while let Some((event, end)) = current {
            self.call_all(&event, end);
            drop(event);
            current = self.state.borrow_mut().queue.as_mut().and_then(VecDeque::pop_front);
        }
    }

    fn call_all(&self, event: &E, end: u64) {
        let mut next = 0;
        loop {
            let mut state = self.state.borrow_mut();
            let Some((&ticket, handler)) = state.handlers.range_mut(next..end).next() else {
                return;
            };
            next = ticket + 1;
            let mut out = Out {
                handler: handler.take(),
                ticket,
                state: &self.state,
            };
            drop(state);
            if let Some(handler) = &mut out.handler {
                handler(event);
            }
        }
    }

    pub fn subscribers(&self) -> usize {
        self.state.borrow().handlers.len()
    }
}

/// A handler that is out of the map.
struct Out<'a, E> {
    handler: Option<Closure<E>>,
    ticket: u64,
    state: &'a RefCell<State<E>>,
}

impl<E> Drop for Out<'_, E> {
    fn drop(&mut self) {
        let mut state = self.state.borrow_mut();
        if let Some(place) = state.handlers.get_mut(&self.ticket) {
            *place = self.handler.take();
        }
        // What is left is dropped after the borrow ends.
        drop(state);
        self.handler = None;
    }
}

struct Open<'a, E>(&'a RefCell<State<E>>);

impl<E> Drop for Open<'_, E> {
    fn drop(&mut self) {
        let queue = self.0.borrow_mut().queue.take();
        drop(queue);
    }
}

impl Subscription {
    pub fn keep(mut self) {
        self.bus = None;
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(bus) = self.bus.take().and_then(|bus| bus.upgrade()) {
            bus.forget(self.ticket);
        }
    }
}

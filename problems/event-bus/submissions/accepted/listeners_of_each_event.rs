//! An event takes along the list of those who hear it.
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

pub struct Bus<E> {
    shared: Rc<Shared<E>>,
}

type Waiting<E> = VecDeque<(E, Vec<Rc<Listener<E>>>)>;

struct Shared<E> {
    listeners: RefCell<Vec<Rc<Listener<E>>>>,
    waiting: RefCell<Waiting<E>>,
    busy: Cell<bool>,
}

struct Listener<E> {
    heard_by: RefCell<Option<Box<dyn FnMut(&E)>>>,
    gone: Cell<bool>,
}

impl<E> Listener<E> {
    fn hear(&self, event: &E) {
        let Some(mut closure) = self.heard_by.take() else {
            return;
        };
        let came = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| closure(event)));
        if !self.gone.get() {
            self.heard_by.replace(Some(closure));
        }
        if let Err(panic) = came {
            std::panic::resume_unwind(panic);
        }
    }
}

pub struct Subscription {
    leave: Option<Box<dyn FnOnce()>>,
}

impl<E: 'static> Bus<E> {
    pub fn new() -> Self {
        let shared = Shared {
            listeners: RefCell::new(vec![]),
            waiting: RefCell::new(VecDeque::new()),
            busy: Cell::new(false),
        };
        Self {
            shared: Rc::new(shared),
        }
    }

    pub fn subscribe(&self, handler: impl FnMut(&E) + 'static) -> Subscription {
        let listener = Rc::new(Listener {
            heard_by: RefCell::new(Some(Box::new(handler))),
            gone: Cell::new(false),
        });
        let (shared, weak) = (Rc::downgrade(&self.shared), Rc::downgrade(&listener));
        self.shared.listeners.borrow_mut().push(listener);
        Subscription {
            leave: Some(Box::new(move || leave(&shared, &weak))),
        }
    }

    pub fn publish(&self, event: E) {
        let hear = self.shared.listeners.borrow().clone();
        self.shared.waiting.borrow_mut().push_back((event, hear));
        if self.shared.busy.get() {
            return;
        }
        self.shared.busy.set(true);
        let came = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            loop {
                let next = self.shared.waiting.borrow_mut().pop_front();
                let Some((event, hear)) = next else { break };
                for listener in hear {
                    listener.hear(&event);
                }
            }
        }));
        self.shared.busy.set(false);
        let left = self.shared.waiting.take();
        drop(left);
        if let Err(panic) = came {
            std::panic::resume_unwind(panic);
        }
    }

    pub fn subscribers(&self) -> usize {
        self.shared.listeners.borrow().len()
    }
}

fn leave<E>(shared: &Weak<Shared<E>>, listener: &Weak<Listener<E>>) {
    let (Some(shared), Some(listener)) = (shared.upgrade(), listener.upgrade()) else {
        return;
    };
    let same = |other: &Rc<Listener<E>>| Rc::ptr_eq(other, &listener);
    let at = shared.listeners.borrow().iter().position(same);
    let removed = at.map(|at| shared.listeners.borrow_mut().remove(at));
    listener.gone.set(true);
    let closure = listener.heard_by.take();
    drop((removed, closure));
}

impl Subscription {
    pub fn keep(mut self) {
        self.leave = None;
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(leave) = self.leave.take() {
            leave();
        }
    }
}

//! Values that every thread of the program has for itself.

use crate::registry::{ThreadId, current, with};
use std::any::Any;
use std::rc::Rc;

/// A value of each thread's own. It is known by its address.
#[derive(Debug)]
pub struct Local<T: 'static> {
    init: fn() -> T,
}

/// A value of one thread.
pub(crate) struct Slot {
    /// The address of what it is known by.
    key: usize,
    value: Option<Rc<dyn Any>>,
    /// Whether anything happens when it is destroyed; if not, it can be used to the last.
    needs_drop: bool,
}

impl<T: 'static> Local<T> {
    /// A value that each thread makes when it first asks.
    pub const fn new(init: fn() -> T) -> Self {
        Self { init }
    }

    /// Does something with this thread's value; nothing once that has been destroyed.
    pub fn try_with<R>(&'static self, body: impl FnOnce(&T) -> R) -> Option<R> {
        let key = &raw const self.init as usize;
        let thread = usize::from(current().0);
        let known = with(|registry| {
            let mut locals = registry.threads[thread].locals.iter();
            let known = locals.find(|slot| slot.key == key);
            known.map(|slot| slot.value.clone())
        });
        let value = if let Some(value) = known {
            value?
        } else {
            let value: Rc<dyn Any> = Rc::new((self.init)());
            let slot = Slot {
                key,
                value: Some(value.clone()),
                needs_drop: std::mem::needs_drop::<T>(),
            };
            with(|registry| registry.threads[thread].locals.push(slot));
            value
        };
        value.downcast_ref().map(body)
    }
}

/// Destroys the values of a thread that ends, the newest first as std does. Destructors may
/// make new values, and use those that need no destructor.
pub(crate) fn destroy_all(thread: ThreadId) {
    let thread = usize::from(thread.0);
    let next = || {
        with(|registry| {
            let locals = &mut registry.threads[thread].locals;
            let newest = |needs_drop| {
                let is_left = |slot: &Slot| slot.value.is_some() && slot.needs_drop == needs_drop;
                locals.iter().rposition(is_left)
            };
            let next = newest(true).or_else(|| newest(false))?;
            locals[next].value.take()
        })
    };
    while let Some(value) = next() {
        drop(value);
    }
}

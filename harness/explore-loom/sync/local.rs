//! Values that every thread of the program has for itself.

use crate::registry::{ThreadId, current, with};
use std::any::Any;
use std::rc::Rc;

/// A value of each thread's own. It is known by its address.
#[derive(Debug)]
pub struct Local<T: 'static> {
    init: fn() -> T,
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
            let known = locals.find(|(known, _)| *known == key);
            known.map(|(_, value)| value.clone())
        });
        let value = if let Some(value) = known {
            value?
        } else {
            let value: Rc<dyn Any> = Rc::new((self.init)());
            let kept = Some(value.clone());
            with(|registry| registry.threads[thread].locals.push((key, kept)));
            value
        };
        value.downcast_ref().map(body)
    }
}

/// Destroys the values of a thread that ends, the oldest first as std does. Destructors may
/// make new values.
pub(crate) fn destroy_all(thread: ThreadId) {
    let thread = usize::from(thread.0);
    let next = || {
        with(|registry| {
            let mut locals = registry.threads[thread].locals.iter_mut();
            locals.find_map(|(_, value)| value.take())
        })
    };
    while let Some(value) = next() {
        drop(value);
    }
}

//! Values that every thread of the program has for itself.

use crate::registry::{current, with};
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

    /// Does something with this thread's value.
    pub fn try_with<R>(&'static self, body: impl FnOnce(&T) -> R) -> Option<R> {
        let key = &raw const self.init as usize;
        let thread = usize::from(current().0);
        let known = with(|registry| registry.threads[thread].locals.get(&key).cloned());
        let value = if let Some(value) = known {
            value
        } else {
            let value: Rc<dyn std::any::Any> = Rc::new((self.init)());
            let kept = value.clone();
            with(|registry| registry.threads[thread].locals.insert(key, kept));
            value
        };
        value.downcast_ref().map(body)
    }
}

//! Values that every thread of the program has for itself.

use crate::arena;
use crate::model::thread::ThreadId;
use std::any::Any;
use std::cell::RefCell;

/// A value that every thread has for itself, made when it first asks.
pub struct Local<T: 'static> {
    init: fn() -> T,
}

/// The values of one thread.
#[derive(Default)]
struct Values {
    /// In the order of making. A value that is destroyed leaves its slot behind.
    slots: Vec<Slot>,
}

/// A value of one thread.
struct Slot {
    /// The address of what it is known by.
    key: usize,
    value: Option<*mut dyn Any>,
    /// Whether anything happens when it is destroyed; if not, it can be used to the last.
    needs_drop: bool,
}

thread_local! {
    static VALUES: RefCell<Vec<Values>> = const { RefCell::new(vec![]) };
}

impl<T: 'static> Local<T> {
    /// A value that is made like this.
    pub const fn new(init: fn() -> T) -> Self {
        Self { init }
    }

    /// Uses the value of the thread that runs; nothing once that has been destroyed.
    pub fn try_with<R>(&'static self, body: impl FnOnce(&T) -> R) -> Option<R> {
        let key = std::ptr::from_ref(self) as usize;
        let thread = super::thread::current();
        let value = match lookup(thread, key) {
            Some(slot) => slot?,
            None => {
                let value: Box<dyn Any> = Box::new((self.init)());
                let value = Box::into_raw(value);
                let slot = Slot {
                    key,
                    value: Some(value),
                    needs_drop: std::mem::needs_drop::<T>(),
                };
                insert(thread, slot);
                value
            }
        };
        // SAFETY: the value is the thread's own, and is destroyed only at its end.
        let value = unsafe { &*value };
        value.downcast_ref().map(body)
    }
}

fn lookup(thread: ThreadId, key: usize) -> Option<Option<*mut dyn Any>> {
    VALUES.with_borrow(|values| {
        let slots = &values.get(thread.index())?.slots;
        let slot = slots.iter().find(|slot| slot.key == key);
        slot.map(|slot| slot.value)
    })
}

fn insert(thread: ThreadId, slot: Slot) {
    let _outside = arena::outside();
    VALUES.with_borrow_mut(|values| {
        while values.len() <= thread.index() {
            values.push(Values::default());
        }
        values[thread.index()].slots.push(slot);
    });
}

/// Destroys the values of a thread that ends, the newest first as std does. Destructors
/// may make new values, and use those that need no destructor.
pub(crate) fn destroy_all(thread: ThreadId) {
    loop {
        let next = VALUES.with_borrow_mut(|values| {
            let slots = &mut values.get_mut(thread.index())?.slots;
            let newest = |needs_drop| {
                let is_left = |slot: &Slot| slot.value.is_some() && slot.needs_drop == needs_drop;
                slots.iter().rposition(is_left)
            };
            let next = newest(true).or_else(|| newest(false))?;
            slots[next].value.take()
        });
        let Some(value) = next else {
            return;
        };
        // SAFETY: it came from a box, and nobody else finds it any more.
        drop(unsafe { Box::from_raw(value) });
    }
}

/// Forgets the values of an execution that is over.
pub(crate) fn forget_all() {
    VALUES.with_borrow_mut(|values| {
        for values in values.iter_mut() {
            values.slots.clear();
        }
    });
}

//! The opaque values of a case. They are kept without synchronisation, so that keeping
//! them adds no order between threads that the submission did not make.

use crate::Fault;
// Where data races are looked for, this list is no part of what is looked at.
#[cfg(feature = "explored")]
use explore::{Unseen, unseen};
use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};

/// The opaque values by number.
#[derive(Default)]
pub struct Handles {
    kept: RefCell<Vec<Kept>>,
}

struct Kept {
    handle: u32,
    /// From `Box::into_raw`: its place in memory never changes, whatever the list does.
    value: *mut dyn Any,
    /// How the running call uses it.
    used: Cell<Use>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Not,
    Shared,
    Exclusive,
}

/// Races are only looked for in what is explored.
#[cfg(not(feature = "explored"))]
struct Unseen;

#[cfg(not(feature = "explored"))]
const fn unseen() -> Unseen {
    Unseen
}

impl Handles {
    /// No values.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            kept: RefCell::new(Vec::new()),
        }
    }

    pub(crate) fn put(&self, handle: u32, value: Box<dyn Any>) {
        self.kept.borrow_mut().push(Kept {
            handle,
            value: Box::into_raw(value),
            used: Cell::new(Use::Not),
        });
    }

    /// Forgets what the last call used.
    pub(crate) fn begin_call(&self) {
        for kept in self.kept.borrow().iter() {
            kept.used.set(Use::Not);
        }
    }

    /// Whether the handle is a `T`.
    #[must_use]
    #[expect(unsafe_code, reason = "looks through the pointer that `put` made")]
    pub fn is<T: Any>(&self, handle: u32) -> bool {
        let _unseen: Unseen = unseen();
        let kept = self.kept.borrow();
        // SAFETY: the pointer is valid until the value is taken.
        kept.iter()
            .find(|kept| kept.handle == handle)
            .is_some_and(|kept| unsafe { &*kept.value }.is::<T>())
    }

    /// The value behind the handle, shared.
    ///
    /// # Errors
    /// If there is no such value of this type, or the call uses it exclusively already.
    ///
    /// # Safety
    /// The answer may be used until the value is dropped: for the call, or by a value made
    /// from it that is kept here too, since later values are dropped first.
    #[expect(unsafe_code, reason = "see the safety section")]
    pub unsafe fn shared<T: Any>(&self, handle: u32) -> Result<&'static T, Fault> {
        let value = self.find(handle, TypeId::of::<T>(), Use::Shared)?;
        // SAFETY: a `T`, valid until dropped, and not handed out exclusively in this call.
        Ok(unsafe { &*value.cast::<T>() })
    }

    /// The value behind the handle, exclusive.
    ///
    /// # Errors
    /// If there is no such value of this type, or the call uses it already.
    ///
    /// # Safety
    /// As [`Handles::shared`].
    #[expect(unsafe_code, reason = "see the safety section")]
    pub unsafe fn exclusive<T: Any>(&self, handle: u32) -> Result<&'static mut T, Fault> {
        let value = self.find(handle, TypeId::of::<T>(), Use::Exclusive)?;
        // SAFETY: a `T`, valid until dropped, and not handed out otherwise in this call.
        Ok(unsafe { &mut *value.cast::<T>() })
    }

    /// Takes the value out.
    ///
    /// # Errors
    /// If there is no such value of this type, or the call uses it already.
    pub fn take<T: Any>(&self, handle: u32) -> Result<T, Fault> {
        let _unseen: Unseen = unseen();
        self.find(handle, TypeId::of::<T>(), Use::Exclusive)?;
        let value = self.take_any(handle)?.downcast();
        Ok(*value.expect("`find` has looked at its type"))
    }

    /// Takes the value out, whatever its type is.
    ///
    /// # Errors
    /// If there is no such value.
    #[expect(unsafe_code, reason = "takes back what `put` turned into a pointer")]
    pub(crate) fn take_any(&self, handle: u32) -> Result<Box<dyn Any>, Fault> {
        let mut kept = self.kept.borrow_mut();
        let index = kept
            .iter()
            .position(|kept| kept.handle == handle)
            .ok_or(Fault::Missing)?;
        let value = kept.remove(index).value;
        // SAFETY: the pointer came from a `Box`, and is off the list now.
        Ok(unsafe { Box::from_raw(value) })
    }

    /// Takes out the value that was made last.
    #[expect(unsafe_code, reason = "takes back what `put` turned into a pointer")]
    pub(crate) fn pop(&self) -> Option<Box<dyn Any>> {
        let value = self.kept.borrow_mut().pop()?.value;
        // SAFETY: the pointer came from a `Box`, and is off the list now.
        Some(unsafe { Box::from_raw(value) })
    }

    /// The value behind the handle, which is used in this way from now on. Not generic: it is
    /// compiled once, and not with every submission.
    #[inline(never)]
    #[expect(unsafe_code, reason = "looks through the pointer that `put` made")]
    fn find(&self, handle: u32, wanted: TypeId, how: Use) -> Result<*mut dyn Any, Fault> {
        let _unseen: Unseen = unseen();
        let kept = self.kept.borrow();
        let kept = kept
            .iter()
            .find(|kept| kept.handle == handle)
            .ok_or(Fault::Missing)?;
        // SAFETY: the pointer is valid until the value is taken.
        if unsafe { &*kept.value }.type_id() != wanted {
            return Err(Fault::Refused("a handle of another type"));
        }
        match (kept.used.get(), how) {
            (Use::Not, _) | (Use::Shared, Use::Shared) => kept.used.set(how),
            _ => return Err(Fault::Refused("a handle that is not in use")),
        }
        Ok(kept.value)
    }
}

impl Drop for Handles {
    fn drop(&mut self) {
        while let Some(value) = self.pop() {
            drop(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[test]
    #[expect(unsafe_code, reason = "the values outlive the test's use of them")]
    fn a_value_is_exclusive_or_shared_within_a_call() {
        let handles = Handles::new();
        handles.put(0, Box::new(5_u32));
        // SAFETY: `handles` outlives the references.
        unsafe {
            assert_eq!(handles.shared::<u32>(0), Ok(&5));
            assert_eq!(handles.shared::<u32>(0), Ok(&5));
            assert!(handles.exclusive::<u32>(0).is_err());
            handles.begin_call();
            *handles.exclusive::<u32>(0).expect("free again") += 1;
            assert!(handles.shared::<u32>(0).is_err());
        }
        handles.begin_call();
        assert_eq!(handles.take::<u32>(0), Ok(6));
        assert_eq!(handles.take::<u32>(0), Err(Fault::Missing));
    }

    #[test]
    fn another_type_is_refused() {
        let handles = Handles::new();
        handles.put(0, Box::new(5_u32));
        assert!(handles.is::<u32>(0));
        assert!(!handles.is::<u64>(0));
        assert!(handles.take::<u64>(0).is_err());
    }

    #[test]
    fn values_are_dropped_last_in_first_out() {
        struct Noted(u32, Rc<RefCell<Vec<u32>>>);
        impl Drop for Noted {
            fn drop(&mut self) {
                self.1.borrow_mut().push(self.0);
            }
        }
        let order = Rc::default();
        let handles = Handles::new();
        for number in 0..3 {
            handles.put(number, Box::new(Noted(number, Rc::clone(&order))));
        }
        drop(handles);
        assert_eq!(*order.borrow(), [2, 1, 0]);
    }
}

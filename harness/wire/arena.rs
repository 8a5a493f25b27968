//! Room for the values that borrowed arguments point at.

use std::cell::RefCell;

/// Keeps decoded values alive while a call borrows them: `&[(&str, &[&str])]` needs its
/// inner slices to live somewhere. Everything is dropped with the arena, last in, first
/// out, so a value may borrow from those kept before it.
#[derive(Default)]
pub struct Arena {
    kept: RefCell<Vec<Kept>>,
}

struct Kept {
    value: *mut (),
    release: unsafe fn(*mut ()),
}

impl Arena {
    /// An arena that keeps nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            kept: RefCell::new(Vec::new()),
        }
    }

    /// Keeps a value and lends it for as long as the arena is borrowed.
    #[expect(
        unsafe_code,
        reason = "hands out references into boxes of different types"
    )]
    #[expect(
        clippy::mut_from_ref,
        reason = "every call makes a new box, so no two references meet"
    )]
    pub fn keep<'a, T: 'a>(&'a self, value: T) -> &'a mut T {
        unsafe fn release<T>(value: *mut ()) {
            // SAFETY: `value` came from `Box::into_raw` of a `Box<T>`, and is released once.
            drop(unsafe { Box::from_raw(value.cast::<T>()) });
        }
        let value = Box::into_raw(Box::new(value));
        self.hold(Kept {
            value: value.cast(),
            release: release::<T>,
        });
        // SAFETY: the box lives until the arena is dropped, which 'a prevents.
        unsafe { &mut *value }
    }

    /// Not generic: it is compiled once, and not with every submission.
    #[inline(never)]
    fn hold(&self, kept: Kept) {
        self.kept.borrow_mut().push(kept);
    }
}

impl Drop for Arena {
    #[expect(unsafe_code, reason = "releases what `keep` boxed")]
    fn drop(&mut self) {
        while let Some(kept) = self.kept.get_mut().pop() {
            // SAFETY: `keep` paired the pointer with the release of its own type.
            unsafe { (kept.release)(kept.value) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[test]
    fn what_is_kept_is_dropped_once() {
        let counted = Rc::new(());
        let arena = Arena::new();
        let first = arena.keep(Rc::clone(&counted));
        let second = arena.keep(vec![&*first]);
        assert_eq!(second.len(), 1);
        assert_eq!(Rc::strong_count(&counted), 2);
        drop(arena);
        assert_eq!(Rc::strong_count(&counted), 1);
    }
}

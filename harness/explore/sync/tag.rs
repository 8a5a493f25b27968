//! How objects of the program know which object of the execution they are.

use crate::model::object::{ObjectId, State};
use crate::runtime;
use std::cell::Cell;

/// Says which object this is, in the execution it was last used in.
#[derive(Default)]
pub struct Tag(Cell<u64>);

// SAFETY: the threads of a program run one at a time, all on one thread of the operating
// system. Outside an exploration the cell is not touched.
#[expect(unsafe_code, reason = "model threads share one thread")]
unsafe impl Sync for Tag {}

impl Tag {
    /// A tag of an object that was never used.
    pub const fn new() -> Self {
        Self(Cell::new(0))
    }

    /// The object, which has this state if it is new. The whole object, data and all, is
    /// put back after the execution if it lies in the program's image.
    pub(crate) fn object(&self, whole: Whole, state: impl FnOnce() -> State) -> ObjectId {
        runtime::with(|execution| execution.tagged(&self.0, whole, state))
    }
}

/// The bytes of an object of the program: a mutex with what it guards.
#[derive(Clone, Copy, Debug)]
pub struct Whole {
    pub(crate) address: usize,
    pub(crate) length: usize,
}

impl Whole {
    /// The bytes of this value.
    pub fn of<T: ?Sized>(value: &T) -> Self {
        Self {
            address: std::ptr::from_ref(value).cast::<u8>() as usize,
            length: size_of_val(value),
        }
    }
}

/// Has these bytes put back after the execution if they lie in the program's image: for
/// what has no tag and is no event.
pub fn keep(whole: Whole) {
    if runtime::is_inside() {
        runtime::with(|execution| execution.statics.keep(whole.address, whole.length));
    }
}

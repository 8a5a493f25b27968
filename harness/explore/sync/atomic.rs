//! Atomics, known by their address, so that they have the size and alignment of std's.
//! Whatever ordering the program asks for, it gets sequential consistency.

use crate::model::operation::{Kind, Operation};
use crate::model::perform::label;
use crate::runtime::{self, announce};

/// Reads an atomic.
///
/// # Safety
/// The pointer is valid, and only these functions access what it points to while an
/// exploration runs.
#[track_caller]
pub unsafe fn load<T: Copy>(cell: *const T) -> T {
    touch(Kind::Load, cell);
    // SAFETY: the caller's promise; the program's threads run one at a time.
    unsafe { cell.read() }
}

/// Changes an atomic at once. What it was before.
///
/// # Safety
/// As for [`load`], and the pointer may be written through.
#[track_caller]
pub unsafe fn update<T: Copy + PartialEq>(cell: *mut T, change: impl FnOnce(T) -> T) -> T {
    let object = touch(Kind::Store, cell);
    // SAFETY: the caller's promise; the program's threads run one at a time.
    let old = unsafe { cell.read() };
    let new = change(old);
    if new != old {
        // SAFETY: as above.
        unsafe { cell.write(new) };
        note_change(object);
    }
    old
}

/// Sets an atomic to a new value if it has the current one. The old value, as an error if
/// it was another, or if a weak exchange fails without a reason.
///
/// # Errors
/// The value found.
///
/// # Safety
/// As for [`update`].
#[track_caller]
pub unsafe fn compare_exchange<T: Copy + PartialEq>(
    cell: *mut T,
    current: T,
    new: T,
    is_weak: bool,
) -> Result<T, T> {
    let kind = if is_weak {
        Kind::ExchangeWeak
    } else {
        Kind::Exchange
    };
    let (object, outcome) = reach(kind, cell);
    // SAFETY: the caller's promise; the program's threads run one at a time.
    let old = unsafe { cell.read() };
    if old != current || outcome == u32::from(label::WEAK) {
        return Err(old);
    }
    if new != old {
        // SAFETY: as above.
        unsafe { cell.write(new) };
        note_change(object);
    }
    Ok(old)
}

type Object = Option<crate::model::object::ObjectId>;

#[track_caller]
fn touch<T>(kind: Kind, cell: *const T) -> Object {
    reach(kind, cell).0
}

#[track_caller]
fn reach<T>(kind: Kind, cell: *const T) -> (Object, u32) {
    if !runtime::is_inside() {
        return (None, 0);
    }
    let object = runtime::with(|execution| execution.at_address(cell as usize, size_of::<T>()));
    (Some(object), announce(Operation::on(kind, object)))
}

fn note_change(object: Object) {
    if let Some(object) = object {
        runtime::with(|execution| execution.changed(object));
    }
}

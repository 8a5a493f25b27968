//! Atomics, known by their address, so that they have the size and alignment of std's.
//! Whatever ordering the program asks for, it gets sequential consistency; the ordering
//! decides what counts as a data race.

use crate::model::operation::{Kind, Operation};
use crate::model::perform::label;
use crate::order::{self, AtomicKind};
use crate::runtime::{self, announce};
use std::panic::Location;
use std::sync::atomic::Ordering;

/// Reads an atomic.
///
/// # Safety
/// The pointer is valid, and only these functions access what it points to while an
/// exploration runs.
#[track_caller]
pub unsafe fn load<T: Copy>(cell: *const T, order: Ordering) -> T {
    reach(Kind::Load, cell);
    note(AtomicKind::Load, cell, order);
    let _unseen = order::unseen();
    // SAFETY: the caller's promise; the program's threads run one at a time.
    unsafe { cell.read() }
}

/// Overwrites an atomic.
///
/// # Safety
/// As for [`load`], and the pointer may be written through.
#[track_caller]
pub unsafe fn store<T: Copy + PartialEq>(cell: *mut T, value: T, order: Ordering) {
    // SAFETY: the caller's promise.
    unsafe { write(AtomicKind::Store, cell, |_| value, order) };
}

/// Changes an atomic at once. What it was before.
///
/// # Safety
/// As for [`store`].
#[track_caller]
pub unsafe fn update<T: Copy + PartialEq>(
    cell: *mut T,
    change: impl FnOnce(T) -> T,
    order: Ordering,
) -> T {
    // SAFETY: the caller's promise.
    unsafe { write(AtomicKind::Update, cell, change, order) }
}

#[track_caller]
unsafe fn write<T: Copy + PartialEq>(
    kind: AtomicKind,
    cell: *mut T,
    change: impl FnOnce(T) -> T,
    order: Ordering,
) -> T {
    let (object, _) = reach(Kind::Store, cell);
    note(kind, cell, order);
    let _unseen = order::unseen();
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
    orders: (Ordering, Ordering),
    is_weak: bool,
) -> Result<T, T> {
    let kind = if is_weak {
        Kind::ExchangeWeak
    } else {
        Kind::Exchange
    };
    let (object, outcome) = reach(kind, cell);
    let _unseen = order::unseen();
    // SAFETY: the caller's promise; the program's threads run one at a time.
    let old = unsafe { cell.read() };
    if old != current || outcome == u32::from(label::WEAK) {
        note(AtomicKind::Load, cell, orders.1);
        return Err(old);
    }
    note(AtomicKind::Update, cell, orders.0);
    if new != old {
        // SAFETY: as above.
        unsafe { cell.write(new) };
        note_change(object);
    }
    Ok(old)
}

type Object = Option<crate::model::object::ObjectId>;

/// Tells what the operation orders, once it is done.
#[track_caller]
fn note<T>(kind: AtomicKind, cell: *const T, order: Ordering) {
    if runtime::is_inside() {
        order::atomic(
            cell as usize,
            size_of::<T>(),
            kind,
            order,
            Location::caller(),
        );
    }
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

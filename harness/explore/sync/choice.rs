//! Choices that only the explorer makes.

use crate::model::operation::{Kind, Operation};
use crate::model::perform::MAY_EXPIRE;
use crate::runtime::announce;

/// A number below this one, which is at most 16; every one is explored.
#[track_caller]
pub fn choose(below: u8) -> u8 {
    announce(Operation::with(Kind::Choose, below.into())) as u8
}

/// Which of these faults a wait is going to meet. A wait that does not end would hide the
/// choice, so it is made before.
#[track_caller]
pub(super) fn faults(spurious: u64, limit: Option<u64>) -> u8 {
    let expires = if limit.is_some() { MAY_EXPIRE } else { 0 };
    if spurious | expires == 0 {
        return 0;
    }
    let operation = Operation {
        limit: limit.unwrap_or(0),
        ..Operation::with(Kind::Choose, spurious | expires)
    };
    announce(operation) as u8
}

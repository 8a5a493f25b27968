//! Bounds: what is asked of the candidate's types beyond their functions.

use super::types::Type;
use std::fmt;

/// A trait that a type has to have, or must not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The type as written: `Producer<u32>`.
    pub written: String,
    /// The type's name: `Producer`.
    pub type_name: String,
    /// The type it means.
    pub ty: Type,
    /// The trait or lifetime as written: `Send`, `'static`.
    pub asked: String,
    /// Whether the type must not have the trait: `!Clone`.
    pub forbidden: bool,
}

impl Bound {
    /// Whether it promises that values of the type can be cloned.
    pub fn promises_clone(&self) -> bool {
        !self.forbidden && self.asked.rsplit("::").next() == Some("Clone")
    }
}

/// `Producer<u32>: !Clone`.
impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let not = if self.forbidden { "!" } else { "" };
        write!(f, "{}: {not}{}", self.written, self.asked)
    }
}

//! As std's, but that hash maps and sets have a fixed hasher.

pub mod hash_map;
pub mod hash_set;

pub use ::std::collections::*;
pub use hash_map::HashMap;
pub use hash_set::HashSet;

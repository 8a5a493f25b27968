//! What happens around judging: making a crate to practise in, finding it again.

pub mod given_traits;
pub mod rust_literal;
pub mod sample_test;
pub mod start;
pub mod target;
pub mod toolchain;

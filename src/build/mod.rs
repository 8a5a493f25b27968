//! From sources to something that runs, or to what the compiler has against them.

pub mod conformity;
pub mod diagnostics;
mod lexer;
pub mod policy;
pub mod rustc;

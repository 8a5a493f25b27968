//! From sources to programs: the kit, the glue, and the calls of rustc.

pub mod compile;
pub mod conformity;
pub mod diagnostics;
pub mod glue;
pub mod harness;
mod kept;
pub mod kit;
mod lexer;
pub mod model;
pub mod policy;
pub mod rustc;

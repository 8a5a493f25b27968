//! From sources to programs: the kit, the glue, and the calls of rustc.

mod artifact;
pub mod compile;
mod confined;
pub mod conformity;
pub mod diagnostics;
pub mod engine;
pub mod found;
pub mod glue;
pub mod harness;
mod kept;
pub mod kit;
mod lexer;
pub mod model;
pub mod policy;
mod reference;
pub mod rustc;
pub mod symbols;

//! From sources to programs: the kit, the glue, and the calls of rustc.

pub mod glue;

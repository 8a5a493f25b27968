//! What is in scope without being asked for: std's, with the stand-in's macros.

macro_rules! preludes {
    ($($edition:ident)*) => {
        $(
            pub mod $edition {
                pub use ::std::prelude::$edition::*;
                pub use crate::{dbg, eprint, eprintln, print, println, thread_local};
            }
        )*
    };
}

preludes!(v1 rust_2015 rust_2018 rust_2021 rust_2024);

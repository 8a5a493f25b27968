//! A stand-in for `core` beside the one for `std`: the crate is named `core`, everything is
//! core's own, but for atomics, spinning and `UnsafeCell`, which are those of the stand-in for `std`.

pub use ::core::*;

pub mod cell {
    //! As core's, but for `UnsafeCell`.

    pub use ::core::cell::*;
    pub use ::std::cell::UnsafeCell;
}

pub mod sync {
    //! As core's, but for the atomics.

    pub use ::core::sync::*;
    pub use ::std::sync::atomic;
}

pub mod hint {
    //! As core's, but that a spinning thread says so to the explorer.

    pub use ::core::hint::*;
    pub use ::std::hint::spin_loop;
}

//! As std's, but that a spinning thread says so to the explorer.

pub use ::std::hint::*;

#[track_caller]
pub fn spin_loop() {
    explore::sync::thread::pause();
}

//! Where there is no Linux: nothing walls a program in.

use super::COMPLAINT;
use std::ffi::OsString;

/// Refuses.
pub fn enter(_: &[OsString]) -> i32 {
    eprintln!("{COMPLAINT}there is no sandbox for this system yet");
    super::FAILED
}

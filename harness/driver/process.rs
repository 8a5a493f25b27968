//! What the driver needs of the operating system.

use std::fs::File;
use std::io;

/// Leaves at once: no destructors, no handlers, nothing that foreign code may have
/// registered.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "std has no way to leave without running exit handlers"
)]
pub fn leave(code: i32) -> ! {
    unsafe extern "C" {
        fn _exit(code: i32) -> !;
    }
    // SAFETY: takes any number and does not return.
    unsafe { _exit(code) }
}

/// Takes the judge's socket off descriptor 0 and puts an empty input in its place.
///
/// # Errors
/// If the descriptor cannot be copied or replaced.
#[cfg(unix)]
#[expect(unsafe_code, reason = "std cannot replace a descriptor by number")]
pub fn take_socket() -> io::Result<File> {
    use std::os::fd::{AsFd, AsRawFd};
    unsafe extern "C" {
        fn dup2(from: i32, to: i32) -> i32;
    }
    let socket = io::stdin().as_fd().try_clone_to_owned()?;
    let (nothing, _) = io::pipe()?;
    // SAFETY: both descriptors are open, and nothing of ours owns descriptor 0.
    if unsafe { dup2(nothing.as_raw_fd(), 0) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(File::from(socket))
}

/// Leaves at once.
#[cfg(not(unix))]
pub fn leave(code: i32) -> ! {
    std::process::exit(code)
}

/// Submissions cannot be run here.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn take_socket() -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

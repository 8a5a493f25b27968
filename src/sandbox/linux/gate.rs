//! Pipes by which processes of the sandbox wait for each other.

use super::{Fault, fault};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use std::io;

/// A pipe between two sides of a fork: opened once by writing, or, if it is only closed,
/// not at all.
pub struct Gate {
    read: OwnedFd,
    write: OwnedFd,
}

impl Gate {
    pub fn new() -> Result<Self, Fault> {
        let (read, write) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)
            .map_err(fault("make a pipe"))?;
        Ok(Self { read, write })
    }

    /// Lets the other side go on.
    pub fn open(self) -> Result<(), Fault> {
        rustix::io::write(&self.write, b"!")
            .map(drop)
            .map_err(fault("let process 1 go on"))
    }

    /// Waits until the other side opens the gate.
    pub fn wait(self) -> Result<(), Fault> {
        let Self { read, write } = self;
        drop(write);
        let text = all(read.as_fd())?;
        if text.is_empty() {
            return Err(fault("wait for the user to be mapped")(io::Error::from(
                io::ErrorKind::UnexpectedEof,
            )));
        }
        Ok(())
    }

    /// Says why the program did not start.
    pub fn send(&self, why: &str) {
        let _ = rustix::io::write(&self.write, why.as_bytes());
    }

    /// Waits until the program has started, which closes the pipe, or the other side says
    /// why it has not.
    pub fn receive(self) -> Result<Option<String>, Fault> {
        let Self { read, write } = self;
        drop(write);
        let text = all(read.as_fd())?;
        Ok((!text.is_empty()).then(|| String::from_utf8_lossy(&text).into_owned()))
    }
}

fn all(read: BorrowedFd<'_>) -> Result<Vec<u8>, Fault> {
    let mut text = vec![];
    let mut buffer = [0; 512];
    loop {
        match rustix::io::read(read, &mut buffer) {
            Ok(0) => return Ok(text),
            Ok(count) => text.extend_from_slice(&buffer[..count]),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(fault("wait for the program to start")(error)),
        }
    }
}

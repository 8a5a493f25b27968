//! Frames from and to a process, as they come and go.

use super::LONGEST;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;

/// Sends what the socket takes; `false` if the other side reads no more.
pub fn send(socket: &mut UnixStream, outgoing: &mut &[u8]) -> bool {
    while !outgoing.is_empty() {
        match socket.write(outgoing) {
            Ok(count) => *outgoing = &outgoing[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return error.kind() == io::ErrorKind::WouldBlock,
        }
    }
    true
}

/// A frame on its way in.
#[derive(Default)]
pub struct Incoming {
    bytes: Vec<u8>,
}

/// What has come.
pub enum Received {
    Nothing,
    Frame(Vec<u8>),
    Garbled,
    End,
}

impl Incoming {
    /// Takes what is there.
    pub fn receive(&mut self, socket: &mut UnixStream) -> Received {
        let mut buffer = [0; 64 << 10];
        loop {
            match socket.read(&mut buffer) {
                // A frame that was cut off says nothing; how the process ended does.
                Ok(0) => return Received::End,
                Ok(count) => {
                    self.bytes.extend_from_slice(&buffer[..count]);
                    if let Some(received) = self.frame() {
                        return received;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Received::Nothing;
                }
                Err(_) => return Received::End,
            }
        }
    }

    /// The frame, once it is whole. Anything behind it makes it worthless: a process that
    /// answers more than it is asked is not to be believed.
    fn frame(&mut self) -> Option<Received> {
        let length = self.bytes.first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        if length > LONGEST || self.bytes.len() > length + 4 {
            return Some(Received::Garbled);
        }
        (self.bytes.len() == length + 4).then(|| Received::Frame(self.bytes.split_off(4)))
    }
}

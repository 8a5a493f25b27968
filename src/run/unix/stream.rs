//! What a process prints, or its helper reports.

use super::Captured;
use std::io::{self, Read};

/// An output stream and what came of it.
pub struct Stream<R> {
    pub source: Option<R>,
    pub captured: Captured,
    most: u64,
}

impl<R: Read> Stream<R> {
    /// Nothing has come yet; at most this many bytes are kept.
    pub fn new(source: R, most: u64) -> Self {
        Self {
            source: Some(source),
            captured: Captured::default(),
            most,
        }
    }

    /// Whether something has come.
    pub fn has_any(&self) -> bool {
        !self.captured.bytes.is_empty()
    }

    /// Takes what is there. Bytes beyond the cap are counted, not kept.
    pub fn drain(&mut self) {
        let mut buffer = [0; 16 << 10];
        while let Some(source) = &mut self.source {
            match source.read(&mut buffer) {
                Ok(0) => self.source = None,
                Ok(count) => {
                    let room = (self.most as usize).saturating_sub(self.captured.bytes.len());
                    self.captured.cut |= count > room;
                    self.captured
                        .bytes
                        .extend_from_slice(&buffer[..count.min(room)]);
                    if self.captured.cut {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(_) => self.source = None,
            }
        }
    }
}

//! Frames: four bytes of length, little-endian, then that many bytes.

use std::io::{self, Read, Write};

/// The longest frame either side accepts, in bytes.
pub const LONGEST: usize = 64 << 20;

/// Writes one frame.
///
/// # Errors
/// Whatever the stream reports; `InvalidInput` if the payload is longer than [`LONGEST`].
pub fn write(stream: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    if payload.len() > LONGEST {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "frame too long",
        ));
    }
    let length = u32::try_from(payload.len()).expect("LONGEST fits in 32 bits");
    stream.write_all(&length.to_le_bytes())?;
    stream.write_all(payload)?;
    stream.flush()
}

/// Reads one frame; `None` at a clean end of the stream.
///
/// # Errors
/// Whatever the stream reports; `UnexpectedEof` inside a frame; `InvalidData` if the
/// frame claims to be longer than [`LONGEST`].
pub fn read(stream: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    let mut filled = 0;
    while filled < length.len() {
        match stream.read(&mut length[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "frame too long"));
    }
    let mut payload = vec![0; length];
    stream.read_exact(&mut payload)?;
    Ok(Some(payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_in_order() {
        let mut stream = Vec::new();
        write(&mut stream, b"one").expect("a Vec takes everything");
        write(&mut stream, b"").expect("a Vec takes everything");
        let mut stream = stream.as_slice();
        assert_eq!(read(&mut stream).expect("whole"), Some(b"one".to_vec()));
        assert_eq!(read(&mut stream).expect("whole"), Some(Vec::new()));
        assert_eq!(read(&mut stream).expect("clean end"), None);
    }

    #[test]
    fn a_cut_frame_is_an_error() {
        let error = read(&mut [5, 0, 0, 0, b'x'].as_slice()).expect_err("four bytes are missing");
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        let error = read(&mut [5, 0].as_slice()).expect_err("half a length");
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_length_that_lies_does_not_allocate() {
        let error = read(&mut [0xff; 4].as_slice()).expect_err("4 GiB are not accepted");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}

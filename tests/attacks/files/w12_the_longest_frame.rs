// expect: policy
// expect-unsafe: protocol-error
// group: wire
// what: a frame as long as it may be, of bytes that say nothing
use std::io::Write;
use std::os::fd::FromRawFd;
pub fn solve(xs: &[i64]) -> i64 { let block = [0_u8; 1 << 16]; for d in 3..5 { let mut socket = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(d) }); let _ = socket.write_all(&(16_u32 << 20).to_le_bytes()); for _ in 0..256 { if socket.write_all(&block).is_err() { break } } } xs.iter().sum() }

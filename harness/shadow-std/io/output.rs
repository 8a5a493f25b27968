//! Output that is dropped.

use ::std::io::{Result, Write};
use ::std::marker::PhantomData;

macro_rules! stream {
    ($stream:ident, $lock:ident, $function:ident) => {
        #[derive(Debug)]
        pub struct $stream(());

        #[derive(Debug)]
        pub struct $lock<'a>(PhantomData<&'a ()>);

        pub fn $function() -> $stream {
            $stream(())
        }

        impl $stream {
            pub fn lock(&self) -> $lock<'static> {
                $lock(PhantomData)
            }
        }

        stream!(writes $stream);
        stream!(writes &$stream);
        stream!(writes $lock<'_>);
    };
    (writes $type:ty) => {
        impl Write for $type {
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                Ok(bytes.len())
            }

            fn flush(&mut self) -> Result<()> {
                Ok(())
            }
        }
    };
}

stream!(Stdout, StdoutLock, stdout);
stream!(Stderr, StderrLock, stderr);

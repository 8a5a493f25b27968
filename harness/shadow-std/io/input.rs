//! Input that is at its end.

use ::std::io::{BufRead, Empty, Lines, Read, Result, empty};
use ::std::marker::PhantomData;

#[derive(Debug)]
pub struct Stdin(());

#[derive(Debug)]
pub struct StdinLock<'a> {
    empty: Empty,
    lock: PhantomData<&'a ()>,
}

pub fn stdin() -> Stdin {
    Stdin(())
}

impl Stdin {
    pub fn lock(&self) -> StdinLock<'static> {
        StdinLock {
            empty: empty(),
            lock: PhantomData,
        }
    }

    pub fn read_line(&self, line: &mut String) -> Result<usize> {
        self.lock().read_line(line)
    }

    pub fn lines(self) -> Lines<StdinLock<'static>> {
        self.lock().lines()
    }
}

impl Read for Stdin {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.lock().read(buffer)
    }
}

impl Read for &Stdin {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.lock().read(buffer)
    }
}

impl Read for StdinLock<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.empty.read(buffer)
    }
}

impl BufRead for StdinLock<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.empty.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.empty.consume(count);
    }
}

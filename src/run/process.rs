//! The seam between judging and processes: whatever starts one stands behind these traits,
//! which have a scripted twin for tests.

use super::observation::Observation;
use crate::error::JudgingError;
use std::time::Duration;

/// Starts processes of one program.
pub trait Launcher {
    /// Starts a process.
    ///
    /// # Errors
    /// If the process cannot be started.
    fn launch(&self) -> Result<Box<dyn Process>, JudgingError>;
}

/// A running process that answers frames.
pub trait Process {
    /// Sends a frame, which may still be on its way afterwards, and waits for nothing.
    ///
    /// # Errors
    /// If the judge itself cannot go on. A process that takes nothing is not an error.
    fn send(&mut self, request: &[u8]) -> Result<(), JudgingError>;

    /// Waits for the answer to the frame that was sent last, within the allowance. What it was
    /// seen to use before that is not held against it.
    ///
    /// # Errors
    /// If the judge itself cannot go on. A process that ends is not an error.
    fn receive(&mut self, allowance: Allowance) -> Result<Exchange, JudgingError>;

    /// Sends a frame and waits for one in answer, within the allowance.
    ///
    /// # Errors
    /// As [`Self::receive`].
    fn exchange(&mut self, request: &[u8], allowance: Allowance) -> Result<Exchange, JudgingError> {
        self.send(request)?;
        self.receive(allowance)
    }

    /// What was printed until now counts no more and is forgotten: something new begins.
    fn forget_output(&mut self);

    /// CPU time of all its threads so far, also of those that have ended; `None` where it
    /// cannot be read.
    fn cpu(&self) -> Option<Duration>;

    /// Stops the process if it runs and says what was seen of it. Nothing else may be done
    /// with it afterwards.
    ///
    /// # Errors
    /// If it cannot be stopped or waited for.
    fn end(&mut self, patience: Patience) -> Result<Observation, JudgingError>;
}

/// What one exchange may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// CPU time of the whole process, in milliseconds.
    pub cpu_ms: u64,
    /// Time on the clock, in milliseconds. A process that could run but has not used up its
    /// CPU time gets more: the machine is busy.
    pub wall_ms: u64,
}

/// What came of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// A frame.
    Frame(Vec<u8>),
    /// The stream ended, more than one frame came, or a limit was reached. [`Process::end`]
    /// tells which.
    Lost(Loss),
}

/// Why no frame came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The stream ended, or a limit was reached.
    Silent,
    /// What came is not one frame.
    Garbled,
}

/// Whether a process may leave by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// It was told to leave, or closed its stream: give it a moment.
    Leaving,
    /// Stop it at once.
    None,
}

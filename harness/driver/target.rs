//! What calls are made on.

use crate::{Answers, Arguments, Fault, Handles, Submission};
use std::any::Any;
use wire::builtin;

/// A submission at one instance of the contract, with the values it made.
pub(crate) struct Target<'a> {
    pub submission: &'a dyn Submission,
    pub instance: u16,
    pub handles: &'a Handles,
    /// Drops a value while a panic unwinds.
    pub unwind: fn(Box<dyn Any>),
}

impl Target<'_> {
    /// Makes a call: one of the contract, or one that every handle has.
    ///
    /// # Errors
    /// If it could not be made. A panic goes through.
    pub fn make(
        &self,
        operation: u16,
        arguments: &mut Arguments<'_>,
        answers: &mut Answers,
    ) -> Result<(), Fault> {
        let handles = self.handles;
        match operation {
            builtin::DROP => {
                drop(handles.take_any(arguments.receiver()?)?);
                Ok(())
            }
            builtin::UNWIND => {
                (self.unwind)(handles.take_any(arguments.receiver()?)?);
                Ok(())
            }
            builtin::CLONE => {
                let handle = arguments.receiver()?;
                self.submission.clone_handle(handle, handles, answers)
            }
            operation => {
                self.submission
                    .call(self.instance, operation, arguments, handles, answers)
            }
        }
    }
}

//! Which threads use which handles.

use crate::problem::case::{Argument, CallLine, HandleRef, OperationRef};
use crate::problem::contract::{Instance, Receiver};
use crate::problem::types::Type;
use std::collections::HashMap;

/// Which threads use a handle, and whether one needs it for itself.
#[derive(Default)]
pub(super) struct Uses {
    by: HashMap<HandleRef, Use>,
    makers: Vec<usize>,
}

#[derive(Default)]
struct Use {
    threads: Vec<usize>,
    exclusive: bool,
}

impl Uses {
    /// Holds a call against the rule that a handle used by value or `&mut` belongs to one
    /// thread, and one made by a thread to that.
    pub fn note(
        &mut self,
        call: &CallLine,
        thread: usize,
        index: usize,
        own: &Instance,
    ) -> Result<(), &'static str> {
        self.makers.resize(index, 0);
        self.makers.push(thread);
        if thread == 0 {
            return Ok(());
        }
        for (handle, exclusive) in used(call, own) {
            let maker = self.makers.get(handle.line).copied().unwrap_or(0);
            if maker != 0 && maker != thread {
                return Err("a handle that a thread makes is that thread's");
            }
            let seen = self.by.entry(handle).or_default();
            seen.exclusive |= exclusive;
            if !seen.threads.contains(&thread) {
                seen.threads.push(thread);
            }
            if seen.exclusive && seen.threads.len() > 1 {
                return Err("a handle used by value or `&mut` belongs to one thread");
            }
        }
        Ok(())
    }
}

/// The handles that a call uses, and whether it needs them for itself.
fn used(call: &CallLine, own: &Instance) -> Vec<(HandleRef, bool)> {
    let operation = match call.operation {
        OperationRef::Numbered(number) => own.operations.get(usize::from(number)),
        OperationRef::Drop | OperationRef::Unwind | OperationRef::Clone => None,
    };
    let receiver = call.receiver.map(|handle| {
        let exclusive = match operation {
            Some(operation) => operation.receiver != Some(Receiver::Shared),
            None => call.operation != OperationRef::Clone,
        };
        (handle, exclusive)
    });
    let arguments = call.arguments.iter().enumerate();
    let arguments = arguments.filter_map(|(index, argument)| {
        let Argument::Handle(handle) = argument else {
            return None;
        };
        let ty = operation.and_then(|operation| operation.parameters.get(index));
        let shared = ty.is_some_and(|parameter| {
            matches!(parameter.ty, Type::Reference { mutable: false, .. })
        });
        Some((*handle, !shared))
    });
    receiver.into_iter().chain(arguments).collect()
}

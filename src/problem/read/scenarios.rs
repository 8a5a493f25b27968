//! The scenarios of a stage.

use super::checks;
use super::lines::Lines;
use super::stage::Reader;
use super::text::Text;
use crate::problem::case::{
    Action, Argument, CallLine, Case, Expected, HandleRef, Line, OperationRef,
};
use crate::problem::complaint::Complaint;
use crate::problem::contract::{Instance, Receiver};
use crate::problem::scenario::{Places, Scenario};
use crate::problem::types::Type;
use std::collections::HashMap;

/// Reads the scenarios of a stage, the smallest first.
pub(super) fn read(reader: &Reader<'_>, own: &Instance) -> Vec<Scenario> {
    let included = reader.manifest.scenarios.iter();
    let included = included.filter(|scenario| scenario.when.includes(reader.stage));
    let read = included.filter_map(|scenario| one(scenario, reader, own));
    let mut scenarios: Vec<Scenario> = read.collect();
    scenarios.sort_by_key(Scenario::size);
    scenarios
}

fn one(scenario: &checks::Scenario, reader: &Reader<'_>, own: &Instance) -> Option<Scenario> {
    let mut lines = Lines::new(own, reader.generators, &reader.cloneable, reader.has_model);
    let mut uses = Uses::default();
    let mut read: Vec<Line> = vec![];
    let mut places = vec![];
    let main = |texts| (0, texts);
    let threads = scenario.threads.iter().enumerate();
    let threads = threads.map(|(index, texts)| (index + 1, texts));
    let parts = [main(&scenario.before)].into_iter().chain(threads);
    for (thread, texts) in parts.chain([main(&scenario.after)]) {
        for text in texts {
            match line(&mut lines, text, thread, read.len(), &mut uses, own) {
                Ok(line) => {
                    read.push(line);
                    places.push(text.span.clone());
                }
                Err(complaint) => {
                    reader.faults.push(complaint);
                    return None;
                }
            }
        }
    }
    Some(Scenario {
        case: Case {
            name: scenario.name.value.clone(),
            sample: false,
            instance: 0,
            lines: read,
        },
        before: scenario.before.len(),
        threads: scenario.threads.iter().map(Vec::len).collect(),
        spurious: scenario.spurious,
        executions: scenario.executions,
        places: Some(Places {
            name: scenario.name.span.clone(),
            lines: places,
        }),
    })
}

fn line(
    lines: &mut Lines<'_>,
    text: &Text,
    thread: usize,
    index: usize,
    uses: &mut Uses,
    own: &Instance,
) -> Result<Line, Complaint> {
    let line = lines.line(&text.value);
    let line = line.map_err(|fault| text.complain(fault))?;
    if line.thread.is_some() {
        let message = "the threads of a scenario are those of `threads`";
        return Err(text.fault(message, "begins with a thread"));
    }
    if line.expected == Some(Expected::Blocks) {
        let message = "no call of a scenario has to wait in every order";
        let complaint = text.fault(message, "`blocks`");
        return Err(complaint.help("write a case with threads, in which each line has its turn"));
    }
    if let Action::Call(call) = &line.action {
        uses.note(call, thread, index, own)
            .map_err(|message| text.fault(message, ""))?;
    }
    Ok(line)
}

/// Which threads use a handle, and whether one needs it for itself.
#[derive(Default)]
struct Uses {
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
    fn note(
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

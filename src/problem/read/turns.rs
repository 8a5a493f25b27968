//! Cases with threads, made into scenarios whose calls have turns.

use super::checks;
use super::text::Text;
use super::uses::Uses;
use crate::problem::case::{Action, Argument, Case, Expected, HandleRef, Line};
use crate::problem::complaint::Complaint;
use crate::problem::contract::Instance;
use crate::problem::scenario::{MOST_THREADS, Places, Scenario};
use crate::problem::turns::{Look, Turns};
use std::collections::HashMap;

/// The lines of a case that was read as a whole, each with its text.
pub(super) fn read(
    case: &checks::Case,
    lines: &[Line],
    own: &Instance,
) -> Result<Scenario, Complaint> {
    if case.sample {
        let message = "a case with threads cannot be a sample";
        let complaint = case.name.fault(message, "");
        return Err(complaint.help(
            "samples are ordinary tests as well, and those cannot see whether a call waits",
        ));
    }
    if let Some(subject) = &case.subject {
        let message = "a case with threads is about the problem's own subject";
        return Err(subject.fault(message, "another one"));
    }
    let mut reading = Reading::default();
    for (index, (line, text)) in lines.iter().zip(&case.run).enumerate() {
        reading.note(index, line, text, own)?;
    }
    Ok(reading.scenario(case, lines))
}

/// A case while it is read.
#[derive(Default)]
struct Reading {
    names: Vec<Option<String>>,
    /// The lines of each thread's calls.
    calls: Vec<Vec<usize>>,
    order: Vec<usize>,
    /// The call that each thread has made last, and whether it still waits.
    last: Vec<(usize, bool)>,
    /// What has to come of calls, by their lines.
    expected: HashMap<usize, Expected>,
    /// As in [`Turns`], but by line.
    looks: Vec<Look>,
    uses: Uses,
}

impl Reading {
    fn note(
        &mut self,
        index: usize,
        line: &Line,
        text: &Text,
        own: &Instance,
    ) -> Result<(), Complaint> {
        if index == 0 {
            if line.thread.is_some() || line.expected == Some(Expected::Blocks) {
                let message = "the first line is made before there are threads";
                return Err(text.fault(message, ""));
            }
            if let Action::Call(call) = &line.action {
                let noted = self.uses.note(call, 0, index, own);
                noted.map_err(|message| text.fault(message, ""))?;
            }
            return Ok(());
        }
        let known = self.names.iter().position(|name| *name == line.thread);
        let thread = known.unwrap_or(self.names.len());
        if thread == MOST_THREADS {
            let message = format!("a case has at most {MOST_THREADS} threads");
            return Err(text.fault(message, "one more"));
        }
        if known.is_none() {
            self.names.push(line.thread.clone());
            self.calls.push(vec![]);
            self.last.push((index, false));
        }
        let waits = line.expected == Some(Expected::Blocks);
        match &line.action {
            Action::Call(call) => {
                if self.last[thread].1 {
                    let complaint = text.fault("the call before it has not come back yet", "");
                    return Err(complaint.help("name a thread: `a: …`"));
                }
                // Lines without a name may use whatever threads have made.
                let user = line.thread.as_ref().map_or(0, |_| thread + 1);
                let noted = self.uses.note(call, user, index, own);
                noted.map_err(|message| text.fault(message, ""))?;
                self.calls[thread].push(index);
                self.order.push(thread);
                self.last[thread].0 = index;
            }
            Action::Await => {}
        }
        let call = self.last[thread].0;
        self.last[thread].1 = waits;
        if let Some(expected) = &line.expected {
            self.looks.push(Look {
                after: self.order.len(),
                call,
                waits,
            });
            if !waits {
                self.expected.insert(call, expected.clone());
            }
        }
        Ok(())
    }

    /// The scenario: the first line comes before, each thread's calls stand together.
    fn scenario(self, case: &checks::Case, lines: &[Line]) -> Scenario {
        let stands: Vec<usize> = [0].into_iter().chain(self.calls.concat()).collect();
        let moved = |line: usize| {
            let place = stands.iter().position(|stands| *stands == line);
            place.expect("every call stands somewhere")
        };
        let renamed = |handle: HandleRef| HandleRef {
            line: moved(handle.line),
            ..handle
        };
        let read: Vec<Line> = stands
            .iter()
            .map(|index| {
                let mut line = lines[*index].clone();
                line.thread = None;
                line.expected = match index {
                    0 => line.expected,
                    index => self.expected.get(index).cloned(),
                };
                if let Action::Call(call) = &mut line.action {
                    call.receiver = call.receiver.map(renamed);
                    for argument in &mut call.arguments {
                        if let Argument::Handle(handle) = argument {
                            *handle = renamed(*handle);
                        }
                    }
                }
                line
            })
            .collect();
        let looks = self.looks.iter().map(|look| Look {
            call: moved(look.call),
            ..*look
        });
        Scenario {
            case: Case {
                name: case.name.value.clone(),
                sample: false,
                instance: 0,
                lines: read,
            },
            before: 1,
            threads: self.calls.iter().map(Vec::len).collect(),
            spurious: 1,
            executions: None,
            places: Some(Places {
                name: case.name.span.clone(),
                lines: stands
                    .iter()
                    .map(|line| case.run[*line].span.clone())
                    .collect(),
            }),
            turns: Some(Turns {
                names: self.names,
                order: self.order,
                looks: looks.collect(),
            }),
        }
    }
}

//! The scenarios of a stage.

use super::checks;
use super::lines::Lines;
use super::stage::Reader;
use super::text::Text;
use super::uses::Uses;
use crate::problem::case::{Action, Case, Expected, Line};
use crate::problem::complaint::Complaint;
use crate::problem::contract::Instance;
use crate::problem::scenario::{Places, Scenario};

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
        turns: None,
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

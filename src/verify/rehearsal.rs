//! Scenarios on the model alone, before any submission: a scenario in which the model itself
//! can wait for ever could be passed by nobody.

use crate::check::loss::counted;
use crate::error::{Error, JudgingError};
use crate::judge::Bench;
use crate::problem::Problem;
use crate::problem::complaint::Complaint;
use crate::problem::scenario::Scenario;
use crate::wire::Rehearsal;
use std::ops::Range;

/// The file that scenarios stand in.
const FILE: &str = "problem.toml";

/// What is wrong with the written scenarios of a stage. Nothing is said about those with a
/// call whose answers the model follows: it cannot go on before it has one.
///
/// # Errors
/// If the judge itself cannot go on, or the model does not compile.
pub fn complaints(bench: &Bench, problem: &Problem) -> Result<Vec<Complaint>, Error> {
    let rehearsals = bench.rehearse(problem)?;
    let mut complaints = vec![];
    for (scenario, rehearsal) in rehearsals {
        complaints.extend(complaint(&scenario, rehearsal)?);
    }
    Ok(complaints)
}

fn complaint(scenario: &Scenario, rehearsal: Rehearsal) -> Result<Option<Complaint>, JudgingError> {
    let Some(places) = &scenario.places else {
        return Ok(None);
    };
    let at_line = |call: u16| -> Range<usize> {
        let line = places.lines.get(usize::from(call));
        line.unwrap_or(&places.name).clone()
    };
    let at = |place: Range<usize>, message: String, label: &str| {
        Some(Complaint::at(FILE, place, message, label))
    };
    Ok(match rehearsal {
        Rehearsal::Ends | Rehearsal::Open(_) => None,
        Rehearsal::Stuck { order, waiting } => {
            let message = format!(
                "in scenario {:?} the model can wait for ever",
                scenario.case.name
            );
            let place = waiting
                .first()
                .map_or(places.name.clone(), |call| at_line(*call));
            let made: Vec<&str> = order.iter().map(|call| text(scenario, *call)).collect();
            let help = format!(
                "after {} {} nobody is left to end it; add a call that does, or leave this one out",
                made.join(", "),
                waits(&waiting),
            );
            at(place, message, "waits").map(|complaint| complaint.help(help))
        }
        Rehearsal::Outside(call) => {
            let message = format!(
                "in some order of scenario {:?} model.rs does not allow this call",
                scenario.case.name
            );
            at(at_line(call), message, "").map(|complaint| {
                complaint.help("its `requires_` function refuses the arguments there")
            })
        }
        Rehearsal::TooMany => {
            let calls = counted(scenario.size() as u64, "call");
            let message = format!(
                "scenario {:?} has more orders than the model can be shown",
                scenario.case.name
            );
            at(places.name.clone(), message, &calls)
                .map(|complaint| complaint.help("fewer threads, or fewer calls of each, will do"))
        }
        Rehearsal::Failed(report) => {
            let message = format!(
                "the model panicked in scenario {:?}: {}",
                scenario.case.name,
                report.message.unwrap_or_default()
            );
            let place = report.place.map(|(file, line, _)| format!("{file}:{line}"));
            at(places.name.clone(), message, &place.unwrap_or_default())
        }
        Rehearsal::Refused(expected) => {
            return Err(JudgingError::new(format!(
                "ask the model about a scenario: expected {expected}"
            )));
        }
    })
}

fn waits(waiting: &[u16]) -> &'static str {
    match waiting {
        [_] => "this call waits, and",
        _ => "this call and others wait, and",
    }
}

fn text(scenario: &Scenario, call: u16) -> &str {
    let line = scenario.case.lines.get(usize::from(call));
    line.map_or("", |line| &line.text)
}

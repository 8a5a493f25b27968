//! What GitHub's runner reads: annotations at the candidate's own lines, as commands on
//! standard output.

use super::{file, place};
use crate::ci::batch::{Batch, Unit};
use crate::ci::gate::Gate;
use crate::report::sanitise;
use std::hash::{BuildHasher, RandomState};

/// The runner shows this many annotations of a kind for a step.
const MOST: usize = 10;

/// The commands for what fails and what cannot be compared.
pub fn annotations(batch: &Batch, gate: &Gate) -> String {
    let mut text = String::new();
    let mut annotate = |kind: &str, found: &[(usize, String)]| {
        for (index, why) in found.iter().take(MOST) {
            text.push_str(&annotation(kind, &batch.units[*index], why));
        }
        if found.len() > MOST {
            let more = found.len() - MOST;
            let title = property("greenroom");
            text.push_str(&format!(
                "::notice title={title}::{more} more are in the summary\n"
            ));
        }
    };
    annotate("error", &gate.failing);
    annotate("warning", &gate.incomparable);
    text
}

fn annotation(kind: &str, unit: &Unit, why: &str) -> String {
    let mut properties = vec![];
    let mut message = unit.summary().to_owned();
    if let Some((place, said)) = unit.report().and_then(place) {
        let (line, column) = (place.line, place.column);
        properties.push(format!("file={}", property(&file(unit, place))));
        properties.push(format!("line={line},endLine={line},col={column}"));
        if let Some(end) = place.end_column {
            properties.push(format!("endColumn={end}"));
        }
        message = said;
    } else if !unit.path.is_empty() {
        let path = if unit.path.ends_with(".rs") {
            unit.path.clone()
        } else {
            format!("{}/src/lib.rs", unit.path.trim_end_matches('/'))
        };
        properties.push(format!("file={}", property(&path)));
    }
    let title = format!("{}: {why}", unit.name());
    properties.push(format!("title={}", property(&title)));
    format!("::{kind} {}::{}\n", properties.join(","), data(&message))
}

/// Text between two commands that keep the runner from reading commands in it. The token
/// is drawn anew, so that nobody can end it early.
pub fn guarded(text: &str) -> String {
    let random = RandomState::new();
    let token = format!("{:016x}{:016x}", random.hash_one(0), random.hash_one(1));
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("::stop-commands::{token}\n{text}{end}::{token}::\n")
}

/// The message of a command.
fn data(text: &str) -> String {
    let text = sanitise::line(text);
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;
    use crate::ci::gate::Policy;

    #[test]
    fn annotations_stand_at_the_candidates_own_lines() {
        let batch = examples::mixed();
        let gate = Policy::default().gate(&batch);
        insta::assert_snapshot!(annotations(&batch, &gate));
    }

    #[test]
    fn only_as_many_as_the_runner_shows_are_written() {
        let mut batch = examples::mixed();
        let unit = batch
            .units
            .iter()
            .find(|unit| unit.word() == "wrong_answer")
            .cloned()
            .expect("one is wrong");
        batch.units = vec![unit; 13];
        let text = annotations(&batch, &Policy::default().gate(&batch));
        assert_eq!(text.matches("::error ").count(), 10);
        assert!(text.ends_with("::3 more are in the summary\n"), "{text}");
    }

    #[test]
    fn hostile_text_is_no_command() {
        let batch = examples::hostile();
        let text = annotations(&batch, &Policy::default().gate(&batch));
        assert!(!text.is_empty());
        // A command is what begins a line; nothing of the candidates' does.
        assert_eq!(text.lines().count(), batch.units.len());
        assert!(
            text.lines().all(|line| line.starts_with("::error ")),
            "{text}"
        );
    }

    #[test]
    fn a_guard_cannot_be_ended_from_inside() {
        let text = guarded("::error::x");
        let token = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("::stop-commands::"));
        let token = token.expect("it begins with the command").to_owned();
        assert_eq!(
            text,
            format!("::stop-commands::{token}\n::error::x\n::{token}::\n")
        );
        assert!(!guarded("").contains(&token));
    }
}

//! The screen for people: a line for each submission, what has no effect, and the sum as
//! the last line.

use crate::ci::batch::{Batch, Unit};
use crate::ci::gate::Gate;
use crate::report::render::Style;
use crate::report::sanitise;
use crate::verdict::Verdict;
use anstyle::AnsiColor;
use unicode_width::UnicodeWidthStr;

const GREEN: anstyle::Style = AnsiColor::Green.on_default().bold();
const RED: anstyle::Style = AnsiColor::Red.on_default().bold();
const YELLOW: anstyle::Style = AnsiColor::Yellow.on_default().bold();

/// The screen, with a line break at its end.
pub fn render(batch: &Batch, gate: &Gate, style: Style) -> String {
    let names: Vec<String> = batch.units.iter().map(|unit| name(batch, unit)).collect();
    let widest = names
        .iter()
        .map(|name| name.width())
        .max()
        .unwrap_or(0)
        .min(60);
    let mut text = String::from("\n");
    for (index, (unit, name)) in batch.units.iter().zip(&names).enumerate() {
        let fails = gate.failing.iter().any(|(failing, _)| *failing == index);
        let unclear = gate.incomparable.iter().any(|(each, _)| *each == index);
        let color = match (fails, unclear) {
            (true, _) => RED,
            (false, true) => YELLOW,
            (false, false) => GREEN,
        };
        let padding = " ".repeat(widest.saturating_sub(name.width()));
        let word = style.paint(color, &format!("{:<22}", unit.word()));
        let said = match unit.verdict() {
            Some(Verdict::Accepted) => String::new(),
            _ => sanitise::line(unit.summary()),
        };
        let known = unit.report().is_some_and(|report| report.timings.reused);
        let known = if known { "  (known already)" } else { "" };
        let line = format!("  {name}{padding}  {word}  {said}{known}");
        text.push_str(line.trim_end());
        text.push('\n');
        for said in &unit.unheeded {
            text.push_str(&format!("    {}\n", sanitise::line(said)));
        }
    }
    for (index, why) in &gate.incomparable {
        let name = &names[*index];
        text.push_str(&format!(
            "  {name}: {}, not compared with the baseline\n",
            sanitise::line(why)
        ));
    }
    text.push('\n');
    text.push_str(&sum(batch, gate, style));
    text.push('\n');
    text
}

/// The unit's name, with its path if another one has the same name.
fn name(batch: &Batch, unit: &Unit) -> String {
    let same = |other: &&Unit| other.owner == unit.owner && other.problem == unit.problem;
    let name = unit.name();
    sanitise::line(&if batch.units.iter().filter(same).count() > 1 {
        format!("{name} ({})", unit.path)
    } else {
        name
    })
}

fn sum(batch: &Batch, gate: &Gate, style: Style) -> String {
    let passed = gate.failing.is_empty();
    let word = if passed {
        style.paint(GREEN, "passed")
    } else {
        style.paint(RED, "failed")
    };
    let counts: Vec<String> = batch
        .counts()
        .iter()
        .rev()
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let reused = batch
        .units
        .iter()
        .filter(|unit| unit.report().is_some_and(|report| report.timings.reused))
        .count();
    let reused = match reused {
        0 => String::new(),
        count => format!("   {count} known already"),
    };
    let part = batch.partition.map_or_else(String::new, |part| {
        format!("   part {part} of {}", batch.found)
    });
    let sandbox = match batch.strength.as_str() {
        "full" => String::new(),
        weaker => format!("   sandbox {}", sanitise::line(weaker)),
    };
    format!(
        "{word}   {}{reused}{part}{sandbox}   {:.1} s",
        counts.join(", "),
        batch.total_ms / 1e3
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;
    use crate::ci::gate::Policy;

    #[test]
    fn every_submission_has_a_line_and_the_sum_is_last() {
        let batch = examples::mixed();
        insta::assert_snapshot!(render(
            &batch,
            &Policy::default().gate(&batch),
            Style::PLAIN
        ));
    }

    #[test]
    fn hostile_text_is_lines_of_text() {
        let batch = examples::hostile();
        let text = render(&batch, &Policy::default().gate(&batch), Style::PLAIN);
        let acts = |character: char| character.is_control() && character != '\n';
        assert!(!text.contains(acts) && !text.contains('\u{202e}'), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")));
        // A line for each unit, one for what has no effect, the sum, and two empty ones.
        assert_eq!(text.lines().count(), batch.units.len() + 4, "{text}");
        assert!(text.len() < 10_000, "{} bytes", text.len());
    }
}

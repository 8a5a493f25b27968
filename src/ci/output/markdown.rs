//! Markdown, for the summary of a CI step: a table of owners and problems, and what fails.

use crate::ci::batch::Batch;
use crate::ci::gate::Gate;
use crate::report::sanitise;
use std::collections::BTreeSet;
use std::fmt::Write;

/// GitHub takes summaries up to this size, in bytes.
const LARGEST: usize = 1 << 20;

/// Room for the remark that something was left out.
const REMARK: usize = 200;

/// The summary.
pub fn render(batch: &Batch, gate: &Gate) -> String {
    let mut text = String::from("## Greenroom\n\n");
    let counts: Vec<String> = batch
        .counts()
        .iter()
        .map(|(word, count)| format!("{count} {}", cell(word)))
        .collect();
    let part = batch
        .partition
        .map_or_else(String::new, |part| format!(", part {part}"));
    line(
        &mut text,
        format_args!(
            "{} submissions{part}: {}\n",
            batch.units.len(),
            counts.join(", ")
        ),
    );
    if batch.strength != "full" {
        line(&mut text, format_args!("> Sandbox: {}\n", batch.strength));
    }
    let mut rest = vec![matrix(batch)];
    rest.push(failing("Failing", batch, &gate.failing));
    rest.push(failing(
        "Cannot be compared with the baseline",
        batch,
        &gate.incomparable,
    ));
    rest.push(unheeded(batch));
    for part in rest {
        for row in part.lines() {
            if text.len() + row.len() + REMARK > LARGEST {
                line(
                    &mut text,
                    format_args!(
                        "\nThe rest is left out: a summary has a largest size. The JSON report has all of it."
                    ),
                );
                return text;
            }
            line(&mut text, format_args!("{row}"));
        }
    }
    text
}

/// Owners down, problems across.
fn matrix(batch: &Batch) -> String {
    let problems: BTreeSet<&str> = batch
        .units
        .iter()
        .map(|unit| unit.problem.as_str())
        .collect();
    let mut text = String::from("| |");
    for problem in &problems {
        text.push_str(&format!(" {} |", cell(problem)));
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(problems.len()));
    text.push('\n');
    for units in batch.units.chunk_by(|a, b| a.owner == b.owner) {
        text.push_str(&format!("| {} |", cell(&units[0].owner)));
        for problem in &problems {
            let words: Vec<String> = units
                .iter()
                .filter(|unit| unit.problem == *problem)
                .map(|unit| cell(unit.word()))
                .collect();
            text.push_str(&format!(" {} |", words.join(", ")));
        }
        text.push('\n');
    }
    text
}

fn failing(title: &str, batch: &Batch, found: &[(usize, String)]) -> String {
    let mut text = String::new();
    if found.is_empty() {
        return text;
    }
    line(
        &mut text,
        format_args!("\n### {title}\n\n| submission | | |\n|---|---|---|"),
    );
    for (index, why) in found {
        let unit = &batch.units[*index];
        let (path, summary) = (cell(&unit.path), cell(unit.summary()));
        line(
            &mut text,
            format_args!(
                "| {} {path} | {} | {summary} |",
                cell(&unit.name()),
                cell(why)
            ),
        );
    }
    text
}

fn unheeded(batch: &Batch) -> String {
    let mut text = String::new();
    for unit in &batch.units {
        for said in &unit.unheeded {
            line(
                &mut text,
                format_args!("- {}: {}", cell(&unit.path), cell(said)),
            );
        }
    }
    if text.is_empty() {
        text
    } else {
        format!("\n### Without effect\n\n{text}")
    }
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    writeln!(text, "{words}").expect("a String takes everything");
}

/// Text that is no markup, on one line, inside a cell.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for character in sanitise::line(text).chars() {
        match character {
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '(' | ')' | '!' | '#' | '~' | '\\' | '@' | ':' => {
                cell.push_str(&format!("&#{};", u32::from(character)));
            }
            _ => cell.push(character),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;
    use crate::ci::gate::Policy;

    #[test]
    fn the_summary_has_a_table_and_what_fails() {
        let batch = examples::mixed();
        insta::assert_snapshot!(render(&batch, &Policy::default().gate(&batch)));
    }

    #[test]
    fn hostile_text_is_no_markup() {
        let batch = examples::hostile();
        let text = render(&batch, &Policy::default().gate(&batch));
        assert!(
            !text.contains("<script") && !text.contains("](http"),
            "{text}"
        );
    }

    #[test]
    fn a_summary_never_passes_its_largest_size() {
        let mut batch = examples::mixed();
        let unit = batch.units[0].clone();
        batch.units = (0..40_000)
            .map(|number| crate::ci::batch::Unit {
                path: format!("a/rather/long/path/to/{number}"),
                outcome: crate::ci::batch::Outcome::Missing,
                ..unit.clone()
            })
            .collect();
        let text = render(&batch, &Policy::default().gate(&batch));
        assert!(text.len() <= LARGEST && text.ends_with("has all of it.\n"));
    }
}

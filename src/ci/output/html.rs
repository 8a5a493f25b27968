//! A self-contained page: no network, no other file, nothing of the candidates' that is
//! more than text.

mod card;
mod diff;
mod growth;
mod interleaving;

use crate::ci::batch::{Batch, Unit};
use crate::ci::gate::Gate;
use crate::error::JudgingError;
use crate::report::sanitise;
use crate::verdict::Verdict;
use askama::Template;
use card::Card;
use std::collections::BTreeSet;

/// If no more than this many units fail, they are shown at length from the start.
const MOST_OPEN: usize = 10;

#[derive(Template)]
#[template(path = "batch.html")]
struct Page {
    counts: Vec<(&'static str, usize)>,
    passed: bool,
    partition: Option<String>,
    strength: String,
    made: String,
    rustc: String,
    version: String,
    open: bool,
    problems: Vec<String>,
    owners: Vec<Row>,
    units: Vec<Card>,
}

/// A row of the table: an owner with a cell for each problem.
struct Row {
    owner: String,
    cells: Vec<Vec<Cell>>,
}

struct Cell {
    anchor: usize,
    word: &'static str,
    class: &'static str,
}

/// The page.
///
/// # Errors
/// If it cannot be written, which memory can.
pub fn render(batch: &Batch, gate: &Gate) -> Result<String, JudgingError> {
    let problems: BTreeSet<&str> = batch
        .units
        .iter()
        .map(|unit| unit.problem.as_str())
        .collect();
    let numbered: Vec<(usize, &Unit)> = batch.units.iter().enumerate().collect();
    let page = Page {
        counts: batch.counts(),
        passed: gate.failing.is_empty(),
        partition: batch.partition.map(|part| part.to_string()),
        strength: sanitise::line(&batch.strength),
        made: batch.made.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        rustc: sanitise::line(&batch.judge.rustc),
        version: sanitise::line(&batch.judge.version),
        open: gate.failing.len() <= MOST_OPEN,
        owners: numbered
            .chunk_by(|a, b| a.1.owner == b.1.owner)
            .map(|units| row(units, &problems))
            .collect(),
        problems: problems
            .iter()
            .map(|problem| sanitise::line(problem))
            .collect(),
        units: numbered
            .iter()
            .map(|(index, unit)| Card::new(*index, unit, gate))
            .collect(),
    };
    page.render().map_err(JudgingError::caused("write a page"))
}

/// One owner's units under their problems.
fn row(units: &[(usize, &Unit)], problems: &BTreeSet<&str>) -> Row {
    let cell = |(anchor, unit): &(usize, &Unit)| Cell {
        anchor: *anchor,
        word: unit.word(),
        class: class(unit),
    };
    let of_problem = |problem: &&str| {
        let cells = units.iter().filter(|(_, unit)| unit.problem == *problem);
        cells.map(cell).collect()
    };
    Row {
        owner: sanitise::line(&units[0].1.owner),
        cells: problems.iter().map(of_problem).collect(),
    }
}

/// How good a unit is, for its colour; the word is always there too.
fn class(unit: &Unit) -> &'static str {
    match unit.verdict() {
        Some(Verdict::Accepted) => "good",
        Some(Verdict::JudgingError | Verdict::Inconclusive) | None => "unclear",
        Some(_) => "bad",
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;
    use crate::ci::batch::Outcome;
    use crate::ci::gate::Policy;
    use crate::report::figures::{Figures, GrowthFigures, GrowthPoint, SlopeFigures};

    fn page(batch: &Batch) -> String {
        render(batch, &Policy::default().gate(batch)).expect("a page")
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = page(&examples::mixed());
        for outside in ["http://", "https://", "src=", "@import", "url(", "<link"] {
            assert!(!page.contains(outside), "{outside}");
        }
        for word in [
            "accepted",
            "wrong_answer",
            "missing",
            "not_judged",
            "judging_error",
        ] {
            assert!(page.contains(word), "{word}");
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        let page = page(&examples::hostile());
        assert_eq!(page.matches("<script").count(), 0);
        assert!(page.contains("&#60;script") || page.contains("&lt;script"));
        assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}') && !page.contains('\0'));
        assert!(page.len() < 1 << 20, "{} bytes", page.len());
    }

    #[test]
    fn what_threads_did_is_drawn_and_listed() {
        let mut report = crate::report::examples::deadlock();
        let finding = crate::report::examples::finding(&mut report);
        let picture = finding.interleaving.as_mut().expect("it has one");
        picture.threads[0] = "<script>".into();
        let mut batch = examples::mixed();
        batch.units[1].outcome = Outcome::Judged(Box::new(report));
        let page = page(&batch);
        assert!(page.contains("<svg class=\"lanes\" role=\"img\""));
        assert!(page.contains(">wait changed, for ever</text>"));
        assert!(page.contains("<td>thread 3</td>") && !page.contains("<script>"));
    }

    #[test]
    fn growth_is_drawn_with_its_numbers() {
        let slope = SlopeFigures {
            estimate: 1.0,
            low: 0.9,
            high: 1.1,
        };
        let point = |size: u64| GrowthPoint {
            size,
            cpu_ns: size as f64,
            reference_cpu_ns: Some(20.0),
            allocations: 0.0,
            peak_bytes: 0,
        };
        let figures = Figures::Growth(GrowthFigures {
            points: vec![point(1_000), point(2_000)],
            slope,
            reference: None,
            max_slope: 0.6,
            ratio: None,
            rounds: 5,
        });
        let mut batch = examples::mixed();
        if let Outcome::Judged(report) = &mut batch.units[1].outcome {
            report.checks[0].figures = Some(figures);
        }
        let page = page(&batch);
        assert_eq!(page.matches("<svg").count(), 1);
        assert!(page.contains("<th scope=\"row\">2,000</th><td>2.0 us</td><td>20 ns</td>"));
    }
}

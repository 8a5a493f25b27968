//! A finding: the calls that show what is wrong, with the wrong one marked.

use super::{RED, interleaving, layout};
use crate::report::document::{Finding, Outcome, Place, Step};
use crate::report::render::Style;
use crate::report::sanitise;
use crate::verdict::Reason;
use similar::{ChangeTag, TextDiff};
use unicode_width::UnicodeWidthStr;

/// Calls shown at the beginning and at the end of a long transcript.
const FIRST: usize = 4;
const LAST: usize = 30;

/// Lines shown of a value that went right, and of one that did not.
const RIGHT_LINES: usize = 6;
const WRONG_LINES: usize = 24;

/// Where the calls begin, and where what belongs to a call but has no room beside it does.
const CALL: usize = 6;
const BELOW: usize = 10;

/// The finding in full.
pub fn render(finding: &Finding, style: Style) -> String {
    let mut text = String::new();
    let title = match finding.shrunk_from {
        Some(_) if finding.case == "random" => "smallest sequence found that fails:".into(),
        Some(_) => format!("{}, in its smallest form:", sanitise::line(&finding.case)),
        None => format!("{}:", sanitise::line(&finding.case)),
    };
    for line in layout::words(&title, style.width - 2) {
        text.push_str(&format!("  {line}\n"));
    }
    match &finding.interleaving {
        Some(picture) => text.push_str(&interleaving::render(picture, style)),
        None => transcript(finding, style, &mut text),
    }
    if let Some(place) = &finding.place {
        text.push_str(&format!("  at {}\n", at(place)));
    }
    for detail in &finding.details {
        let detail = sanitise::block(detail.as_bytes());
        if !already_said(&finding.transcript, detail.trim()) {
            for line in layout::words(detail.trim_end(), style.width - 2) {
                text.push_str(format!("  {line}").trim_end());
                text.push('\n');
            }
        }
    }
    // What a secret case made the submission print could give the case away.
    let printed = finding.printed.as_deref().filter(|_| finding.sample);
    if let Some(printed) = printed.filter(|printed| !printed.is_empty()) {
        text.push_str("  printed:\n");
        let lines = sanitise::quoted(printed.as_bytes());
        for line in shortened(lines.lines().map(str::to_owned).collect(), WRONG_LINES) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

/// `src/lib.rs:41:9`.
fn at(place: &Place) -> String {
    format!(
        "{}:{}:{}",
        sanitise::line(&place.file),
        place.line,
        place.column
    )
}

/// Whether the transcript shows this message.
fn already_said(transcript: &[Step], detail: &str) -> bool {
    let is = |text: &str| sanitise::block(text.as_bytes()).trim() == detail;
    transcript.iter().any(|step| match &step.outcome {
        Outcome::Panicked { message, .. } => is(message),
        Outcome::NoReturn { why } => is(why),
        _ => false,
    })
}

fn transcript(finding: &Finding, style: Style, text: &mut String) {
    let steps = &finding.transcript;
    let longest = (style.width - CALL) / 2;
    let column = steps
        .iter()
        .map(|step| sanitise::line(&step.call).width())
        .filter(|width| *width <= longest)
        .max()
        .unwrap_or(0)
        .max(18);
    let left_out = steps.len().saturating_sub(FIRST + LAST);
    for (index, step) in steps.iter().enumerate() {
        if left_out > 1 && index == FIRST {
            text.push_str(&format!("      ... {left_out} calls ...\n"));
        }
        if left_out <= 1 || index < FIRST || index >= FIRST + left_out {
            call(step, finding.reason, column, style, text);
        }
    }
}

fn call(step: &Step, reason: Option<Reason>, column: usize, style: Style, text: &mut String) {
    let clean = sanitise::text(&step.call);
    let lines = layout::value(&clean, style.width - CALL, true);
    let wrong = !matches!(step.outcome, Outcome::Right { .. });
    let mark = match (wrong, style.unicode) {
        (true, true) => style.paint(RED, "✗"),
        (true, false) => style.paint(RED, "x"),
        (false, _) => " ".into(),
    };
    let beside = match &lines[..] {
        [line] if line.width() <= column => Some(line.clone()),
        _ => None,
    };
    let room = style.width - CALL - column - 3;
    let outcome = match &step.outcome {
        Outcome::Panicked { .. } if reason == Some(Reason::NotWritten) => {
            Shown::Beside(vec!["not written yet (todo!)".into()])
        }
        came => outcome(came, style, room, beside.is_some()),
    };
    match (beside, outcome) {
        (Some(line), Shown::Beside(outcome)) => {
            for (index, outcome) in outcome.iter().enumerate() {
                let (mark, line) = if index == 0 {
                    (mark.as_str(), line.as_str())
                } else {
                    (" ", "")
                };
                let gap = " ".repeat(column - line.width());
                text.push_str(format!("    {mark} {line}{gap}   {outcome}").trim_end());
                text.push('\n');
            }
            if outcome.is_empty() {
                text.push_str(&format!("    {mark} {line}\n"));
            }
        }
        (_, outcome) => {
            let shown = if wrong { WRONG_LINES } else { RIGHT_LINES };
            for (index, line) in shortened(lines, shown).iter().enumerate() {
                let mark = if index == 0 { mark.as_str() } else { " " };
                text.push_str(&format!("    {mark} {line}\n"));
            }
            let (Shown::Beside(outcome) | Shown::Below(outcome)) = outcome;
            for line in outcome {
                text.push_str(format!("{:BELOW$}{line}", "").trim_end());
                text.push('\n');
            }
        }
    }
}

enum Shown {
    Beside(Vec<String>),
    Below(Vec<String>),
}

/// What came of a call, beside it if `room` columns are enough.
fn outcome(outcome: &Outcome, style: Style, room: usize, beside: bool) -> Shown {
    let below = style.width - BELOW;
    let fit = |lines: Vec<String>| {
        if beside && lines.iter().all(|line| line.width() <= room) {
            Shown::Beside(lines)
        } else {
            Shown::Below(lines)
        }
    };
    match outcome {
        Outcome::Right { answer } if answer.is_empty() || answer == "()" => Shown::Beside(vec![]),
        Outcome::Right { answer } => {
            let answer = sanitise::text(answer);
            if beside && !answer.contains('\n') && answer.width() <= room {
                return Shown::Beside(vec![answer]);
            }
            Shown::Below(shortened(layout::value(&answer, below, true), RIGHT_LINES))
        }
        Outcome::Wrong { want, got } => {
            let (want, got) = (sanitise::text(want), sanitise::text(got));
            let short = |text: &str| !text.contains('\n') && text.width() + 5 <= below;
            if short(&want) && short(&got) {
                return fit(vec![format!("want {want}"), format!("got  {got}")]);
            }
            Shown::Below(diff(&want, &got, style, below))
        }
        Outcome::Panicked { message, want } => {
            let message = format!(
                "panicked: {}",
                sanitise::block(message.as_bytes()).trim_end()
            );
            let mut lines = layout::words(&message, if beside { room.max(24) } else { below });
            if let Some(want) = want {
                let want = sanitise::text(want);
                lines.extend(layout::value(&format!("want {want}"), below, true));
            }
            fit(shortened(lines, WRONG_LINES))
        }
        Outcome::NoReturn { why } => {
            let why = format!("no answer: {}", sanitise::line(why));
            fit(layout::words(
                &why,
                if beside { room.max(24) } else { below },
            ))
        }
    }
}

/// Two long values: line by line where they have something in common, else one after the
/// other.
fn diff(want: &str, got: &str, style: Style, width: usize) -> Vec<String> {
    let lines = |text: &str| layout::value(text, width.min(60), false);
    let (want_lines, got_lines) = (lines(want), lines(got));
    let old: Vec<&str> = want_lines.iter().map(String::as_str).collect();
    let new: Vec<&str> = got_lines.iter().map(String::as_str).collect();
    let diff = TextDiff::from_slices(&old, &new);
    if diff.ratio() < 0.3 {
        let part = |name: &str, text: &str| {
            let mut lines = layout::value(text, width - 5, true);
            for (index, line) in lines.iter_mut().enumerate() {
                *line = format!("{} {line}", if index == 0 { name } else { "    " });
            }
            shortened(lines, WRONG_LINES)
        };
        return [part("want", want), part("got ", got)].concat();
    }
    let mut lines = vec!["want (-), got (+):".to_owned()];
    for (index, group) in diff.grouped_ops(2).iter().enumerate() {
        if index > 0 {
            lines.push("  ...".into());
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value();
            lines.push(match change.tag() {
                ChangeTag::Equal => format!("  {line}"),
                ChangeTag::Delete => style.paint(super::GREEN, &format!("- {line}")),
                ChangeTag::Insert => style.paint(RED, &format!("+ {line}")),
            });
        }
    }
    shortened(lines, 2 * WRONG_LINES)
}

/// The first lines, and how many there are besides.
fn shortened(mut lines: Vec<String>, shown: usize) -> Vec<String> {
    if lines.len() > shown {
        let more = lines.len() - (shown - 1);
        lines.truncate(shown - 1);
        lines.push(format!("... ({more} lines more)"));
    }
    lines
}

//! An interleaving: a column for each thread, or a list where there is no room for columns.

use super::{RED, layout};
use crate::report::document::{Outcome, Step};
use crate::report::interleaving::{Event, Interleaving, Row};
use crate::report::render::Style;
use crate::report::sanitise;
use unicode_width::UnicodeWidthStr;

/// A column narrower than this is not read any more.
const NARROWEST: usize = 20;

/// Where the columns begin: after the row's number and the mark of a preemption.
const LEFT: usize = 6;

/// Rows shown at the beginning and at the end of a long picture.
const FIRST: usize = 10;
const LAST: usize = 60;

/// The narrowest screen with columns.
const COLUMNS: usize = 80;

/// The picture.
pub fn render(interleaving: &Interleaving, style: Style) -> String {
    let mut text = String::new();
    calls(&interleaving.before, ", then", style, &mut text);
    let rows = interleaving.shown(style.trace);
    let count = interleaving.threads.len().max(1);
    let column = style.width.saturating_sub(LEFT) / count;
    let in_columns = !style.plain && style.width >= COLUMNS && column >= NARROWEST;
    let mut files: Vec<&str> = interleaving
        .rows
        .iter()
        .filter_map(|row| Some(row.place.as_ref()?.file.as_str()))
        .collect();
    files.dedup();
    let picture = Picture {
        interleaving,
        style,
        column,
        in_columns,
        one_file: files.len() < 2,
    };
    if in_columns {
        picture.head(&mut text);
    }
    let left_out = rows.len().saturating_sub(FIRST + LAST);
    for (index, (number, row)) in rows.iter().enumerate() {
        if left_out > 1 && index == FIRST {
            text.push_str(&format!("      ... {left_out} steps ...\n"));
        }
        if left_out <= 1 || index < FIRST || index >= FIRST + left_out {
            picture.row(*number, row, &mut text);
        }
    }
    if rows.iter().any(|(_, row)| row.preempts) {
        text.push_str("   > interrupts a thread that could have gone on\n");
    }
    if !interleaving.after.is_empty() {
        text.push_str("  after the threads:\n");
        calls(&interleaving.after, "", style, &mut text);
    }
    if !interleaving.sentences.is_empty() {
        text.push('\n');
    }
    for sentence in &interleaving.sentences {
        for line in layout::words(&sanitise::line(sentence), style.width - 2) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

/// Calls of the main thread, which nobody else runs beside.
fn calls(steps: &[Step], end: &str, style: Style, text: &mut String) {
    let one = |step: &Step| {
        let call = sanitise::line(&step.call);
        match &step.outcome {
            Outcome::Right { answer } if answer.is_empty() || answer == "()" => call,
            Outcome::Right { answer } => format!("{call} = {}", sanitise::line(answer)),
            Outcome::Wrong { want, got } => {
                let (want, got) = (sanitise::line(want), sanitise::line(got));
                format!("{call} = {got}, want {want}")
            }
            Outcome::Panicked { .. } => format!("{call} panics"),
            Outcome::NoReturn { why } => format!("{call}: {}", sanitise::line(why)),
        }
    };
    if steps.is_empty() {
        return;
    }
    let all: Vec<String> = steps.iter().map(one).collect();
    let line = format!("{}{end}", all.join(", "));
    for line in layout::words(&line, style.width - 4) {
        text.push_str(&format!("    {line}\n"));
    }
}

struct Picture<'a> {
    interleaving: &'a Interleaving,
    style: Style,
    column: usize,
    in_columns: bool,
    /// Whether every place is in the same file, so that its line is enough.
    one_file: bool,
}

impl Picture<'_> {
    fn head(&self, text: &mut String) {
        let mut line = " ".repeat(LEFT);
        for name in &self.interleaving.threads {
            let name = sanitise::line(name);
            let room = " ".repeat(self.column.saturating_sub(name.width()));
            line.push_str(&format!("{name}{room}"));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }

    fn row(&self, number: usize, row: &Row, text: &mut String) {
        let mark = if row.preempts { ">" } else { " " };
        let (indent, name) = if self.in_columns {
            (
                row.thread.min(self.interleaving.threads.len()) * self.column,
                String::new(),
            )
        } else {
            let name = sanitise::line(self.interleaving.thread(row));
            (0, format!("{name}: "))
        };
        let room = if self.in_columns {
            self.column - 1
        } else {
            self.style.width.saturating_sub(LEFT)
        };
        for (index, line) in self.cell(row, &name, room).iter().enumerate() {
            let left = if index == 0 {
                format!("{number:>3} {mark} ")
            } else {
                " ".repeat(LEFT)
            };
            let (text_of_line, wrong) = line;
            let painted = if *wrong {
                self.style.paint(RED, text_of_line)
            } else {
                text_of_line.clone()
            };
            text.push_str(format!("{left}{}{painted}", " ".repeat(indent)).trim_end());
            text.push('\n');
        }
    }

    /// The lines of a row, each with whether it is what is wrong.
    fn cell(&self, row: &Row, name: &str, room: usize) -> Vec<(String, bool)> {
        let bar = match (row.event.is_step(), self.style.unicode) {
            (false, _) => "",
            (true, true) => "\u{2502} ",
            (true, false) => "| ",
        };
        let place = row.place.as_ref().map_or_else(String::new, |place| {
            if self.one_file {
                return format!("  :{}", place.line);
            }
            let file = sanitise::line(&place.file);
            let name = file.rsplit('/').next().unwrap_or(&file);
            format!("  {name}:{}", place.line)
        });
        let end = match &row.event {
            Event::Waits { .. } => "  <- for ever",
            Event::Returned { wrong: true, .. } => "  <- cannot be",
            _ => "",
        };
        let wrong = row.event.is_wrong();
        let what = sanitise::line(&row.event.text());
        let lead = format!("{name}{bar}");
        let whole = format!("{lead}{what}{place}{end}");
        if whole.width() <= room {
            return vec![(whole, wrong)];
        }
        // What does not fit goes on below, behind the bar of its thread.
        let inner = room.saturating_sub(lead.width()).max(8);
        let mut parts = layout::words(&what, inner);
        for more in [place.trim_start(), end.trim_start()] {
            match parts.last_mut() {
                _ if more.is_empty() => {}
                Some(last) if last.width() + 2 + more.width() <= inner => {
                    last.push_str(&format!("  {more}"));
                }
                _ => parts.push(more.to_owned()),
            }
        }
        let below = format!("{}{bar}", " ".repeat(name.width()));
        parts
            .iter()
            .enumerate()
            .map(|(index, part)| {
                let lead = if index == 0 { &lead } else { &below };
                (format!("{lead}{part}"), wrong)
            })
            .collect()
    }
}

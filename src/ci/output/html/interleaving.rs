//! An interleaving, drawn: a lane for each thread, a bar for each call, time goes down.

use crate::report::document::{Outcome, Step};
use crate::report::interleaving::{Event, Interleaving};
use crate::report::sanitise;

/// The size of a lane and of a row, and where they begin, in units of the picture's own.
const LANE: usize = 250;
const ROW: usize = 22;
const LEFT: usize = 44;
const TOP: usize = 34;

/// How many characters have room in a lane.
const CHARACTERS: usize = 34;

/// A drawing, with the list of what is in it.
pub struct Lanes {
    pub width: usize,
    pub height: usize,
    pub bottom: usize,
    pub before: String,
    pub threads: Vec<Lane>,
    pub bars: Vec<Bar>,
    pub rows: Vec<LaneRow>,
    pub after: String,
    pub sentences: Vec<String>,
}

/// A thread.
pub struct Lane {
    pub x: usize,
    pub name: String,
}

/// From when to when a call ran.
pub struct Bar {
    pub x: usize,
    pub y: usize,
    pub height: usize,
}

/// Something that a thread did.
pub struct LaneRow {
    pub number: usize,
    pub x: usize,
    pub y: usize,
    /// What has room in the lane.
    pub short: String,
    pub thread: String,
    pub what: String,
    pub place: String,
    pub wrong: bool,
    pub step: bool,
    /// Where the thread runs that is interrupted.
    pub from: Option<usize>,
}

impl Lanes {
    /// Draws the interleaving.
    pub fn new(interleaving: &Interleaving) -> Self {
        let lane = |thread: usize| LEFT + thread * LANE;
        let shown = interleaving.shown(false);
        let mut rows: Vec<LaneRow> = vec![];
        let mut bars = vec![];
        let mut open: Vec<Option<usize>> = vec![None; interleaving.threads.len()];
        let mut bar = |thread: usize, from: usize, to: usize| {
            bars.push(Bar {
                x: lane(thread) - 5,
                y: from - ROW / 2,
                height: to + ROW - from,
            });
        };
        for (index, (number, row)) in shown.iter().enumerate() {
            let y = TOP + (index + 1) * ROW;
            // A report that was read is valid: every row has a thread.
            let Some(running) = open.get_mut(row.thread) else {
                continue;
            };
            match row.event {
                Event::Called { .. } => *running = Some(y),
                Event::Returned { .. } | Event::Panicked { .. } => {
                    if let Some(from) = running.take() {
                        bar(row.thread, from, y);
                    }
                }
                Event::Did { .. } | Event::Waits { .. } => {}
            }
            let what = said(&row.event);
            let place = row.place.as_ref().map_or_else(String::new, |place| {
                format!("{}:{}", sanitise::line(&place.file), place.line)
            });
            rows.push(LaneRow {
                number: *number,
                x: lane(row.thread) + 12,
                y,
                short: short(&what),
                thread: sanitise::line(interleaving.thread(row)),
                what,
                place,
                wrong: row.event.is_wrong(),
                step: row.event.is_step(),
                from: row
                    .preempts
                    .then(|| shown[index.saturating_sub(1)].1.thread)
                    .map(lane),
            });
        }
        let bottom = TOP + (shown.len() + 1) * ROW;
        for (thread, from) in open.into_iter().enumerate() {
            if let Some(from) = from {
                bar(thread, from, bottom - ROW);
            }
        }
        Self {
            width: LEFT + interleaving.threads.len() * LANE,
            height: bottom + 8,
            bottom,
            before: calls(&interleaving.before),
            threads: interleaving
                .threads
                .iter()
                .enumerate()
                .map(|(thread, name)| Lane {
                    x: lane(thread),
                    name: sanitise::line(name),
                })
                .collect(),
            bars,
            rows,
            after: calls(&interleaving.after),
            sentences: interleaving
                .sentences
                .iter()
                .map(|sentence| sanitise::line(sentence))
                .collect(),
        }
    }
}

fn said(event: &Event) -> String {
    let text = sanitise::line(&event.text());
    match event {
        Event::Waits { .. } => format!("{text}, for ever"),
        Event::Returned { wrong: true, .. } => format!("{text}, which cannot be"),
        _ => text,
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= CHARACTERS {
        return text.to_owned();
    }
    let kept: String = text.chars().take(CHARACTERS - 3).collect();
    format!("{kept}...")
}

/// Calls of the main thread on one line.
fn calls(steps: &[Step]) -> String {
    let one = |step: &Step| match &step.outcome {
        Outcome::Right { answer } if !answer.is_empty() && answer != "()" => {
            format!("{} = {answer}", step.call)
        }
        Outcome::Wrong { want, got } => format!("{} = {got}, want {want}", step.call),
        Outcome::Panicked { .. } => format!("{} panics", step.call),
        Outcome::NoReturn { why } => format!("{}: {why}", step.call),
        Outcome::Right { .. } => step.call.clone(),
    };
    let all: Vec<String> = steps.iter().map(one).collect();
    sanitise::line(&all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::examples;

    fn lanes(mut report: crate::report::document::Report) -> Lanes {
        let finding = examples::finding(&mut report);
        Lanes::new(finding.interleaving.as_ref().expect("it has one"))
    }

    #[test]
    fn a_call_that_does_not_come_back_has_a_bar_to_the_end() {
        let lanes = lanes(examples::deadlock());
        assert_eq!(lanes.bars.len(), 4);
        let end = |bar: &Bar| bar.y + bar.height;
        let last = lanes.bars.iter().map(end).max();
        assert_eq!(
            lanes
                .bars
                .iter()
                .filter(|bar| Some(end(bar)) == last)
                .count(),
            2
        );
        assert_eq!(lanes.rows.iter().filter(|row| row.wrong).count(), 2);
        assert!(lanes.rows.iter().all(|row| row.y < lanes.bottom));
    }

    #[test]
    fn an_interruption_leads_from_lane_to_lane() {
        let lanes = lanes(examples::not_linearizable());
        let from: Vec<usize> = lanes.rows.iter().filter_map(|row| row.from).collect();
        assert_eq!(from, [lanes.threads[0].x]);
        assert_eq!(lanes.after, "get() = 1");
    }
}

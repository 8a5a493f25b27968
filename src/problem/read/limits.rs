//! `[limits]`.

use super::cursor::Cursor;
use super::table::Table;
use super::term::Kind;
use super::text::{FILE, Text};
use crate::problem::Limits;
use crate::problem::complaint::Complaint;
use std::ops::RangeInclusive;
use std::time::Duration;

/// CPU time and time on the clock.
const TIMES: RangeInclusive<Duration> = Duration::from_millis(10)..=Duration::from_secs(300);
/// How many times the reference's CPU time.
const RATIO: RangeInclusive<u64> = 4..=1000;
/// Memory.
const MEMORY: RangeInclusive<u64> = 16 << 20..=4 << 30;
/// Output.
const OUTPUT: RangeInclusive<u64> = 1 << 10..=64 << 20;
/// The stack.
const STACK: RangeInclusive<u64> = 64 << 10..=1 << 30;

/// Reads the table; what it does not say is as usual.
pub(super) fn read(table: &Table<'_>) -> Limits {
    let usual = Limits::default();
    let limits = Limits {
        cpu_ms: time(table, "cpu").unwrap_or(usual.cpu_ms),
        cpu_ratio: table
            .number("cpu_ratio", RATIO)
            .and_then(|ratio| u32::try_from(ratio).ok())
            .unwrap_or(usual.cpu_ratio),
        wall_ms: time(table, "wall").unwrap_or(usual.wall_ms),
        memory: size(table, "memory", MEMORY).unwrap_or(usual.memory),
        output: size(table, "output", OUTPUT).unwrap_or(usual.output),
        stack: size(table, "stack", STACK).unwrap_or(usual.stack),
    };
    table.finish();
    limits
}

/// A duration in milliseconds.
fn time(table: &Table<'_>, key: &'static str) -> Option<u64> {
    let text = table.text(key)?;
    let Some(time) = duration(&text.value) else {
        let complaint = text.fault(format!("`{key}` is not a duration"), "");
        table.complain(complaint.help("write \"2s\" or \"500ms\""));
        return None;
    };
    if !TIMES.contains(&time) {
        let message = format!("`{key}` has to be from 10ms to 300s");
        table.complain(text.fault(message, ""));
        return None;
    }
    u64::try_from(time.as_millis()).ok()
}

fn duration(text: &str) -> Option<Duration> {
    let mut cursor = Cursor::new(text);
    let term = cursor.term().ok()?;
    match term.kind {
        Kind::Duration(duration) if cursor.at_end() => Some(duration),
        _ => None,
    }
}

/// A number of bytes: a whole number, or a text like "256 MiB".
fn size(table: &Table<'_>, key: &'static str, limits: RangeInclusive<u64>) -> Option<u64> {
    let complain = |text: Option<&Text>| {
        let (least, most) = (in_words(*limits.start()), in_words(*limits.end()));
        let message = format!("`{key}` has to be from {least} to {most}");
        let place = text.map_or_else(|| table.place(key), |text| text.span.clone());
        table.complain(
            Complaint::at(FILE, place, message, "").help("write \"256 MiB\", or a number of bytes"),
        );
    };
    if !table.is_text(key) {
        let number = table.number(key, 0..=u64::MAX)?;
        if !limits.contains(&number) {
            complain(None);
            return None;
        }
        return Some(number);
    }
    let text = table.text(key)?;
    let bytes = bytes(&text.value).filter(|bytes| limits.contains(bytes));
    if bytes.is_none() {
        complain(Some(&text));
    }
    bytes
}

fn bytes(text: &str) -> Option<u64> {
    let (number, unit) = text.trim().split_once(' ')?;
    let shift = match unit.trim() {
        "KiB" => 10,
        "MiB" => 20,
        "GiB" => 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(1 << shift)
}

fn in_words(bytes: u64) -> String {
    [(30, "GiB"), (20, "MiB"), (10, "KiB")]
        .into_iter()
        .find(|(shift, _)| bytes >= 1 << shift)
        .map_or_else(
            || format!("{bytes} B"),
            |(shift, unit)| format!("{} {unit}", bytes >> shift),
        )
}

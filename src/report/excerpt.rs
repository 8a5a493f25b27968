//! Long values and messages in a report: the part that matters. A submission may answer
//! with megabytes, and a report is kept, printed and sent around.

use super::document::{Check, Outcome};
use super::interleaving::{Event, Interleaving};
use super::sanitise;

/// The longest value in a report, in bytes.
const LONGEST: usize = 16 << 10;

/// How much is left of what two long values begin with alike, in bytes.
const ALIKE: usize = 1 << 10;

/// Shortens what the transcripts hold, and makes it harmless.
pub fn shorten(checks: &mut [Check]) {
    for finding in checks.iter_mut().flat_map(|check| &mut check.findings) {
        for step in &mut finding.transcript {
            outcome(&mut step.outcome);
        }
        if let Some(picture) = &mut finding.interleaving {
            interleaving(picture);
        }
        if let Some(place) = &mut finding.place {
            place.file = sanitise::line(&place.file);
        }
    }
}

fn interleaving(picture: &mut Interleaving) {
    for step in picture.before.iter_mut().chain(&mut picture.after) {
        outcome(&mut step.outcome);
    }
    for row in &mut picture.rows {
        match &mut row.event {
            Event::Returned { answer, .. } => *answer = value(answer, 0),
            Event::Did { object, .. } | Event::Waits { object, .. } => {
                *object = object.as_deref().map(sanitise::line);
            }
            Event::Called { .. } | Event::Panicked { .. } => {}
        }
        if let Some(place) = &mut row.place {
            place.file = sanitise::line(&place.file);
        }
    }
    for sentence in &mut picture.sentences {
        *sentence = value(sentence, 0);
    }
}

fn outcome(outcome: &mut Outcome) {
    match outcome {
        Outcome::Right { answer } => *answer = value(answer, 0),
        Outcome::Wrong { want, got } => {
            let from = difference(want, got);
            (*want, *got) = (value(want, from), value(got, from));
        }
        Outcome::Panicked { message, want } => {
            *message = sanitise::block(message.as_bytes());
            if let Some(want) = want {
                *want = value(want, 0);
            }
        }
        Outcome::NoReturn { why } => *why = sanitise::line(why),
    }
}

/// The value from the byte `from` on, as far as there is room.
fn value(value: &str, from: usize) -> String {
    let end = floor(value, (from + LONGEST).min(value.len()));
    let more = value.len() - end;
    let mut excerpt = sanitise::text(&value[from..end]);
    if from > 0 {
        excerpt.insert_str(0, &format!("({from} bytes alike) … "));
    }
    if more > 0 {
        excerpt.push_str(&format!(" … ({more} bytes more)"));
    }
    excerpt
}

/// Where to begin with two values, if one of them is too long to show it all: a little
/// before they differ.
fn difference(want: &str, got: &str) -> usize {
    if want.len().max(got.len()) <= LONGEST {
        return 0;
    }
    let alike = want
        .bytes()
        .zip(got.bytes())
        .take_while(|(want, got)| want == got)
        .count();
    floor(want, alike.saturating_sub(ALIKE))
}

/// The last boundary between characters that is not behind `index`.
fn floor(text: &str, mut index: usize) -> usize {
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(want: &str, got: &str) -> (String, String) {
        let mut wrong = Outcome::Wrong {
            want: want.into(),
            got: got.into(),
        };
        outcome(&mut wrong);
        match wrong {
            Outcome::Wrong { want, got } => (want, got),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn short_values_stay_as_they_are() {
        let (want, got) = shortened("Some(1)", "None");
        assert_eq!((want.as_str(), got.as_str()), ("Some(1)", "None"));
        let long = "é".repeat(LONGEST / 2);
        assert_eq!(shortened(&long, "").0, long);
    }

    #[test]
    fn long_values_are_shown_where_they_differ() {
        // Of two bytes a character, so that places between them are met.
        let alike = format!("[{}", "é".repeat(40_000));
        let (want, got) = shortened(&format!("{alike}, 1]"), &format!("{alike}, 2]"));
        assert!(want.ends_with("é, 1]"), "{want}");
        assert!(got.ends_with("é, 2]"), "{got}");
        for text in [&want, &got] {
            assert!(text.starts_with("(78979 bytes alike) … é"), "{text}");
            assert!(text.len() < 2 * ALIKE, "{text}");
        }
    }

    #[test]
    fn what_is_left_out_behind_is_counted() {
        let got = "x".repeat(LONGEST + 7);
        let (want, got) = shortened("y", &got);
        assert_eq!(want, "y");
        assert!(got.ends_with("x … (7 bytes more)"), "{got}");
        assert!(got.len() < LONGEST + 100);
    }

    /// A value that is the beginning of the other.
    #[test]
    fn a_value_that_ends_early_is_shown_at_its_end() {
        let long = "x".repeat(3 * LONGEST);
        let (want, got) = shortened(&long, &long[..2 * LONGEST]);
        assert!(got.starts_with("(31744 bytes alike) … xxx"), "{got}");
        assert!(got.ends_with("xxx"));
        assert!(want.ends_with("xxx … (1024 bytes more)"), "{want}");
    }

    #[test]
    fn messages_of_panics_are_blocks_of_harmless_text() {
        let mut panicked = Outcome::Panicked {
            message: format!("\u{1b}[2J\u{202e}{}", "a".repeat(1 << 20)),
            want: None,
        };
        outcome(&mut panicked);
        let Outcome::Panicked { message, .. } = panicked else {
            panic!("it is still the same kind");
        };
        assert!(message.starts_with("<U+202E>aaa"), "{message}");
        assert!(message.len() <= sanitise::BLOCK_BYTES);
    }
}

//! What a candidate can influence is made harmless here before it reaches a terminal, a
//! file or a log: messages, compiler output, printed text, names.
//!
//! Control characters and escape sequences go; characters that reorder or hide text are
//! shown by their number (`<U+202E>`); lines and blocks have a largest size. Cleaning
//! clean text changes nothing.

use std::borrow::Cow;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// The widest line, in columns.
pub const LINE_COLUMNS: usize = 400;

/// The largest block, in bytes.
pub const BLOCK_BYTES: usize = 8 << 10;

/// The text without anything that acts on a terminal or a log. Lines stay lines; nothing
/// is cut.
pub fn text(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '\n' | '\t' => clean.push(character),
            '\u{1b}' => rest = after_escape(rest),
            '\u{9b}' => rest = after_control_sequence(rest),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => rest = after_control_string(rest),
            _ if character.is_control() => {}
            _ if is_hidden(character) => {
                write!(clean, "<U+{:04X}>", u32::from(character)).expect("a string takes all");
            }
            _ => clean.push(character),
        }
    }
    disarm(&clean)
}

/// One line of clean text of at most [`LINE_COLUMNS`]; line breaks become spaces.
pub fn line(line: &str) -> String {
    let line = text(line);
    let line = line.trim_end_matches('\n').replace(['\n', '\t'], " ");
    cut_line(&line).into_owned()
}

/// Clean text in lines of at most [`LINE_COLUMNS`], at most [`BLOCK_BYTES`] in all.
pub fn block(bytes: &[u8]) -> String {
    within(bytes, "")
}

/// The same with `| ` in front of every line, so that no line of it can be taken for a
/// verdict or for a command of a CI service.
pub fn quoted(bytes: &[u8]) -> String {
    within(bytes, "| ")
}

/// The largest value in a transcript, in bytes. Long ones are worth having whole: what
/// differs is shown, wherever it is.
pub const VALUE_BYTES: usize = 64 << 10;

/// A value as clean text of at most [`VALUE_BYTES`], on as many lines as it has.
pub fn value(value: &str) -> String {
    let clean = text(value);
    if clean.len() <= VALUE_BYTES {
        return clean;
    }
    let end = clean.floor_char_boundary(VALUE_BYTES - "… (18446744073709551615 bytes more)".len());
    format!("{}… ({} bytes more)", &clean[..end], clean.len() - end)
}

fn within(bytes: &[u8], prefix: &str) -> String {
    // Far more than is shown, so that what is cut off is not worked through.
    let looked_at = &bytes[..bytes.len().min(16 * BLOCK_BYTES)];
    let clean = text(&String::from_utf8_lossy(looked_at));
    let unseen = bytes.len() - looked_at.len();
    let whole: Vec<String> = clean
        .lines()
        .map(|line| format!("{prefix}{}\n", cut_line(line)))
        .collect();
    let size: usize = whole.iter().map(String::len).sum();
    if unseen == 0 && size <= BLOCK_BYTES {
        let mut block = whole.concat();
        if prefix.is_empty() && !clean.ends_with('\n') {
            block.pop();
        }
        return block;
    }
    let budget = BLOCK_BYTES - prefix.len() - "… (18446744073709551615 bytes more)\n".len();
    let mut block = String::new();
    let mut shown = 0;
    for (line, original) in whole.iter().zip(clean.lines()) {
        if block.len() + line.len() > budget {
            break;
        }
        block.push_str(line);
        shown += original.len() + 1;
    }
    let more = clean.len().saturating_sub(shown) + unseen;
    writeln!(block, "{prefix}… ({more} bytes more)").expect("a string takes all");
    block
}

/// Cuts a line of clean text to [`LINE_COLUMNS`], the remark about what is missing
/// included. What has no width counts as one column, so that nothing is unlimited.
fn cut_line(line: &str) -> Cow<'_, str> {
    let columns = |character: char| character.width().unwrap_or(1).max(1);
    if line.len() <= LINE_COLUMNS || line.chars().map(columns).sum::<usize>() <= LINE_COLUMNS {
        return line.into();
    }
    let budget = LINE_COLUMNS - "… (18446744073709551615 bytes more)".len();
    let mut used = 0;
    let end = line
        .char_indices()
        .find(|(_, character)| {
            used += columns(*character);
            used > budget
        })
        .map_or(line.len(), |(index, _)| index);
    format!("{}… ({} bytes more)", &line[..end], line.len() - end).into()
}

/// Breaks what GitHub's runner takes for a command: `::` at the start of a line, however
/// far it is indented, and `##[` anywhere.
fn disarm(text: &str) -> String {
    let mut disarmed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("::") {
            disarmed.push_str("| ");
        }
        disarmed.push_str(&line.replace("##[", "## ["));
    }
    disarmed
}

/// Skips the rest of an escape sequence; `rest` begins behind its ESC.
fn after_escape(mut rest: std::str::Chars<'_>) -> std::str::Chars<'_> {
    let before = rest.clone();
    match rest.next() {
        Some('[') => after_control_sequence(rest),
        Some(']' | 'P' | 'X' | '^' | '_') => after_control_string(rest),
        Some(' '..='/') => loop {
            let before = rest.clone();
            match rest.next() {
                Some(' '..='/') => {}
                Some('0'..='~') | None => break rest,
                Some(_) => break before,
            }
        },
        Some('0'..='~') | None => rest,
        Some(_) => before,
    }
}

/// Skips parameters and the final byte of a control sequence.
fn after_control_sequence(mut rest: std::str::Chars<'_>) -> std::str::Chars<'_> {
    loop {
        let before = rest.clone();
        match rest.next() {
            Some(' '..='?') => {}
            Some('@'..='~') | None => return rest,
            Some(_) => return before,
        }
    }
}

/// Skips a control string up to its end, or to the end of the line, so that one that is
/// never closed does not take everything with it.
fn after_control_string(mut rest: std::str::Chars<'_>) -> std::str::Chars<'_> {
    loop {
        let before = rest.clone();
        match rest.next() {
            Some('\u{7}' | '\u{9c}') | None => return rest,
            Some('\n' | '\u{1b}') => return before,
            Some(_) => {}
        }
    }
}

/// Characters that reorder text, break lines behind one's back, or are not seen at all.
pub const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn harmless(text: &str) -> bool {
        text.chars().all(|character| {
            matches!(character, '\n' | '\t') || !(character.is_control() || is_hidden(character))
        })
    }

    #[test]
    fn escape_sequences_go_as_a_whole() {
        for (hostile, clean) in [
            ("\x1b[31mred\x1b[0m", "red"),
            ("\x1b[2J\x1b[1;1Haccepted", "accepted"),
            ("\x1b]0;title\x07after", "after"),
            ("\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\", "link"),
            ("\x1bP1$tq\x1b\\after", "after"),
            ("\x1b(Bplain", "plain"),
            ("\x1bcreset", "reset"),
            ("\u{9b}31mred", "red"),
            ("\u{9d}0;title\u{9c}after", "after"),
            ("\x1b]never closed\nnext line", "\nnext line"),
            ("a\r\nb\rc\x08\x00\x7f", "a\nbc"),
            ("\x1b", ""),
            ("\x1b[", ""),
            ("\x1b[31\u{e9}", "\u{e9}"),
            ("\x1b\x1b[1mx", "x"),
            ("a\tb\nc", "a\tb\nc"),
        ] {
            assert_eq!(text(hostile), clean, "{hostile:?}");
        }
    }

    #[test]
    fn text_that_is_turned_round_or_unseen_shows_itself() {
        assert_eq!(text("a\u{202e}b\u{2066}"), "a<U+202E>b<U+2066>");
        assert_eq!(text("a\u{200b}b\u{feff}"), "a<U+200B>b<U+FEFF>");
        assert_eq!(text("\u{e0041}"), "<U+E0041>");
        assert_eq!(text("écho 日本 ✓"), "écho 日本 ✓");
    }

    #[test]
    fn no_line_is_a_command_of_a_ci_service() {
        assert_eq!(
            text("::error::x\n  ::stop-commands::t"),
            "| ::error::x\n|   ::stop-commands::t"
        );
        assert_eq!(text("##[error]x"), "## [error]x");
        assert_eq!(text("\x1b[0m::error::x"), "| ::error::x");
        assert_eq!(text("std::mem"), "std::mem");
        assert!(
            quoted(b"::error::x\naccepted\n")
                .lines()
                .all(|line| line.starts_with("| "))
        );
    }

    #[test]
    fn every_byte_and_every_pair_with_an_escape_comes_out_harmless() {
        for first in 0..=255u8 {
            for second in 0..=255u8 {
                for bytes in [
                    vec![first, second],
                    vec![0x1b, first, second, b'x'],
                    vec![0x1b, b'[', first, second],
                    vec![b']', 0xc2, first, second, b'\n', b'a'],
                ] {
                    let clean = block(&bytes);
                    assert!(harmless(&clean), "{bytes:?} gave {clean:?}");
                    assert_eq!(block(clean.as_bytes()), clean, "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn every_character_comes_out_harmless() {
        for character in '\0'..=char::MAX {
            assert!(harmless(&text(&character.to_string())), "{character:?}");
        }
    }

    #[test]
    fn long_lines_are_cut_and_say_by_how_much() {
        for long in [
            "x".repeat(1_000),
            "日".repeat(1_000),
            "e\u{301}".repeat(1_000),
        ] {
            let cut = line(&long);
            let shown = cut.split('…').next().unwrap();
            assert!(cut.ends_with(&format!("… ({} bytes more)", long.len() - shown.len())));
            assert!(unicode_width::UnicodeWidthStr::width(cut.as_str()) <= LINE_COLUMNS);
            assert_eq!(line(&cut), cut);
        }
        assert_eq!(line(&"x".repeat(400)), "x".repeat(400));
        assert_eq!(line("a\nb\n"), "a b");
    }

    #[test]
    fn large_blocks_are_cut_and_say_by_how_much() {
        let printed = "hello\n".repeat(1_000_000);
        for cut in [block(printed.as_bytes()), quoted(printed.as_bytes())] {
            assert!(cut.len() <= BLOCK_BYTES);
            let shown = cut.matches("hello\n").count() * 6;
            let last = cut.lines().last().unwrap();
            assert!(
                last.ends_with(&format!("… ({} bytes more)", printed.len() - shown)),
                "{last}"
            );
        }
        let cut = block(printed.as_bytes());
        assert_eq!(block(cut.as_bytes()), cut);
        assert_eq!(block(b"one\ntwo"), "one\ntwo");
        assert_eq!(quoted(b"one\ntwo"), "| one\n| two\n");
        assert_eq!(quoted(b""), "");
    }

    #[test]
    fn invalid_utf8_is_replaced() {
        assert_eq!(block(b"a\xffb"), "a\u{fffd}b");
    }
}

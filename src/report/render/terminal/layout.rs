//! Fitting text into columns: words, and values as Rust writes them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The largest value that is laid out, in bytes; what is longer is cut.
const VALUE_BYTES: usize = 4 << 10;

/// Wraps text at spaces, and inside words that do not fit at all. Line breaks stay.
pub fn words(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            if line.width() + word.trim_end().width() > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for character in word.chars() {
                if line.width() + character.width().unwrap_or(0) > width {
                    if character == ' ' {
                        continue;
                    }
                    lines.push(std::mem::take(&mut line));
                }
                line.push(character);
            }
        }
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Lays a value or a call out like rustfmt would: on one line if it fits, else what is
/// between its brackets on lines of its own. With `pack`, short elements share lines.
pub fn value(text: &str, width: usize, pack: bool) -> Vec<String> {
    let mut lines = Vec::new();
    place(&cut(text), 0, width, pack, &mut lines);
    lines
}

fn cut(text: &str) -> String {
    if text.len() <= VALUE_BYTES {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(VALUE_BYTES);
    format!("{}... ({} bytes more)", &text[..end], text.len() - end)
}

fn place(text: &str, indent: usize, width: usize, pack: bool, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    if !text.contains('\n') && indent + text.width() <= width {
        lines.push(format!("{pad}{text}"));
        return;
    }
    let brackets = (indent < width / 2).then(|| open_up(text)).flatten();
    let Some((head, items, tail)) = brackets else {
        let wrapped = words(text, width.saturating_sub(indent));
        lines.extend(wrapped.iter().map(|line| format!("{pad}{line}")));
        return;
    };
    lines.push(format!("{pad}{head}"));
    let inner = indent + 4;
    let short = |item: &&str| item.width() <= 24 && !item.contains(['[', '(', '{', '\n']);
    if pack && items.iter().all(short) {
        let joined = items
            .iter()
            .map(|item| format!("{item}, "))
            .collect::<String>();
        let pad = " ".repeat(inner);
        let wrapped = words(joined.trim_end(), width.saturating_sub(inner));
        lines.extend(wrapped.iter().map(|line| format!("{pad}{line}")));
    } else {
        for item in items {
            place(&format!("{item},"), inner, width, pack, lines);
        }
    }
    if !tail.is_empty() {
        lines.push(format!("{pad}{tail}"));
    }
}

/// Takes a text apart at its first bracket: what stands up to and with the bracket, what
/// is in it, and what closes it. Brackets with nothing but another pair inside stay
/// together: `Ok([`. `None` if there is nothing to take apart.
fn open_up(text: &str) -> Option<(String, Vec<&str>, String)> {
    let (start, end) = first_brackets(text)?;
    let inner = text[start + 1..end].trim();
    if inner.is_empty() {
        return None;
    }
    let mut head = text[..=start].to_owned();
    let tail = &text[end..];
    let items = split(inner);
    if let [only] = items[..]
        && let Some((inner_start, inner_end)) = first_brackets(only)
        && inner_start <= 24
        && inner_end + 1 == only.len()
        && let Some((inner_head, items, inner_tail)) = open_up(only)
    {
        head.push_str(&inner_head);
        return Some((head, items, format!("{inner_tail}{tail}")));
    }
    Some((head, items, tail.to_owned()))
}

/// Where the first bracket opens and where it closes; the end of the text if it does not.
fn first_brackets(text: &str) -> Option<(usize, usize)> {
    let mut start = None;
    let mut depth = 0_usize;
    for (index, character) in outside_texts(text) {
        match character {
            '(' | '[' | '{' => {
                start.get_or_insert(index);
                depth += 1;
            }
            ')' | ']' | '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return start.map(|start| (start, index));
                }
            }
            _ => {}
        }
    }
    start.map(|start| (start, text.len()))
}

fn split(inner: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut depth = 0_usize;
    let mut begin = 0;
    for (index, character) in outside_texts(inner) {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                items.push(inner[begin..index].trim());
                begin = index + 1;
            }
            _ => {}
        }
    }
    items.push(inner[begin..].trim());
    items.retain(|item| !item.is_empty());
    items
}

/// The characters that do not stand in a text literal.
fn outside_texts(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut in_text = false;
    let mut escaped = false;
    text.char_indices().filter(move |(_, character)| {
        let outside = !in_text;
        match character {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ => {}
        }
        outside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_long_ones_break() {
        assert_eq!(words("one two three four", 9), ["one two", "three", "four"]);
        assert_eq!(words("one more; and", 9), ["one more;", "and"]);
        assert_eq!(words("abcdefghijkl", 8), ["abcdefgh", "ijkl"]);
        assert_eq!(words("a\nb", 8), ["a", "b"]);
        assert_eq!(words("日日日日日", 8), ["日日日日", "日"]);
    }

    #[test]
    fn a_value_that_fits_stays_on_its_line() {
        assert_eq!(value("put(1, 10)", 20, false), ["put(1, 10)"]);
    }

    #[test]
    fn a_long_value_opens_at_its_brackets() {
        let text = r#"Ok([["auth, [", "billing"], ["web"], []])"#;
        insta::assert_snapshot!(value(text, 24, false).join("\n"), @r#"
        Ok([
            [
                "auth, [",
                "billing",
            ],
            ["web"],
            [],
        ])
        "#);
        insta::assert_snapshot!(value(text, 18, false).join("\n"), @r#"
        Ok([
            [
                "auth, [",
                "billing",
            ],
            ["web"],
            [],
        ])
        "#);
    }

    #[test]
    fn short_elements_share_lines_when_packed() {
        let text = "sum([1, 22, 333, 4444, 55555, 666666])";
        insta::assert_snapshot!(value(text, 20, true).join("\n"), @r"
        sum([
            1, 22, 333,
            4444, 55555,
            666666,
        ])
        ");
    }

    #[test]
    fn what_is_not_balanced_or_deep_or_huge_still_fits() {
        for text in [
            format!("Ok([{}", "1, ".repeat(100)),
            ")]}".repeat(100),
            "(".repeat(100_000),
            format!("\"{}\"", "x".repeat(1_000_000)),
        ] {
            let lines = value(&text, 40, false);
            assert!(lines.len() < 300, "{}", lines.len());
            assert!(lines.iter().all(|line| line.width() <= 40));
        }
    }
}

//! Literals: numbers, durations, texts and characters.

use super::cursor::{Cursor, is_word};
use super::fault::Fault;
use super::term::Kind;
use std::time::Duration;

impl Cursor<'_> {
    /// Texts and characters, as Rust writes them; syn knows all the escapes.
    pub fn quoted(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        let length = quoted_length(self.rest());
        let wrong = |range, why: &str| Fault::new(range, "not a text or character of Rust", why);
        let Some(length) = length else {
            return Err(wrong(start..self.text.trim_end().len(), "it does not end"));
        };
        self.at += length;
        let range = start..self.at;
        match syn::parse_str::<syn::Lit>(&self.text[range.clone()]) {
            Ok(syn::Lit::Str(text)) => Ok(Kind::Text(text.value())),
            Ok(syn::Lit::Char(char)) => Ok(Kind::Char(char.value())),
            _ => Err(wrong(range, "")),
        }
    }

    /// A number, or a duration if it has a unit.
    pub fn number(&mut self) -> Result<Kind, Fault> {
        let start = self.at;
        let negative = self.eat("-");
        self.skip_space();
        let digits_at = self.at;
        let rest = self.rest();
        let mut length = word_length(rest);
        // `1.5` but not `0..5`.
        let after = &rest[length..];
        let fraction = after.starts_with('.')
            && after[1..].starts_with(|c: char| c.is_ascii_digit())
            && rest[..length]
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'_');
        if fraction {
            length += 1 + word_length(&after[1..]);
        }
        // `1e-7`.
        if rest[..length].ends_with(['e', 'E'])
            && !rest.starts_with("0x")
            && rest[length..].starts_with(['-', '+'])
        {
            length += 1 + word_length(&rest[length + 1..]);
        }
        self.at = digits_at + length;
        let text: String = rest[..length].chars().filter(|c| *c != '_').collect();
        let range = start..self.at;
        let wrong = |message: &str| Fault::new(range.clone(), message, "");
        let radix = match text.get(..2) {
            Some("0x") => 16,
            Some("0o") => 8,
            Some("0b") => 2,
            _ => 10,
        };
        let body = if radix == 10 { &text[..] } else { &text[2..] };
        if !fraction {
            let end = body
                .find(|c: char| !c.is_digit(radix))
                .unwrap_or(body.len());
            let (digits, suffix) = body.split_at(end);
            if let Some(unit) = unit(suffix) {
                return duration(digits, "", unit)
                    .filter(|_| !negative && radix == 10)
                    .map(Kind::Duration)
                    .ok_or_else(|| wrong("not a duration"));
            }
            if suffix.is_empty() || suffix.starts_with(['u', 'i']) {
                let digits = u128::from_str_radix(digits, radix)
                    .map_err(|_| wrong("not a whole number of at most 128 bits"))?;
                return Ok(Kind::Whole {
                    negative,
                    digits,
                    suffix: suffix.to_owned(),
                });
            }
        }
        let end = text
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(text.len());
        if let Some(unit) = unit(&text[end..]) {
            let (whole, decimals) = text[..end].split_once('.').unwrap_or((&text[..end], ""));
            return duration(whole, decimals, unit)
                .filter(|_| !negative)
                .map(Kind::Duration)
                .ok_or_else(|| {
                    wrong("not a duration").help("write `1.5s`, `250ms`, `10us` or `7ns`")
                });
        }
        let end = text
            .find(['f', 'u', 'i', 's', 'm', 'n'])
            .unwrap_or(text.len());
        let (number, suffix) = text.split_at(end);
        if number.parse::<f64>().is_err() || !matches!(suffix, "" | "f32" | "f64") {
            return Err(wrong("not a number"));
        }
        let sign = if negative { "-" } else { "" };
        Ok(Kind::Decimal {
            text: format!("{sign}{number}"),
            suffix: suffix.to_owned(),
        })
    }
}

fn word_length(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_word).len()
}

/// How long the text or character at the front is, quotes included.
fn quoted_length(text: &str) -> Option<usize> {
    if let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let close = format!("\"{}", &raw[..hashes]);
        let body = raw[hashes..].strip_prefix('"')?;
        return Some(2 + hashes + body.find(&close)? + close.len());
    }
    let quote = text.chars().next()?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// How many decimals of a second a unit stands for.
fn unit(text: &str) -> Option<u32> {
    match text {
        "s" => Some(0),
        "ms" => Some(3),
        "us" => Some(6),
        "ns" => Some(9),
        _ => None,
    }
}

/// A number of seconds, or of 10^-`unit` seconds, with decimals; nothing is rounded.
fn duration(whole: &str, decimals: &str, unit: u32) -> Option<Duration> {
    let decimals = decimals.trim_end_matches('0');
    let places = u32::try_from(decimals.len()).ok()?;
    let scale = 10_u128.pow(9_u32.checked_sub(unit + places)?);
    let digits: u128 = format!("{whole}{decimals}").parse().ok()?;
    let nanoseconds = digits.checked_mul(scale)?;
    let seconds = u64::try_from(nanoseconds / 1_000_000_000).ok()?;
    let rest = u32::try_from(nanoseconds % 1_000_000_000).ok()?;
    Some(Duration::new(seconds, rest))
}

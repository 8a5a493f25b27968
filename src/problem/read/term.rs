//! The syntax of literals.

use super::fault::Fault;
use std::ops::Range;
use std::time::Duration;

/// Literals nest at most this deep, so that reading one cannot exhaust the stack.
const DEEPEST: usize = 64;

/// A literal whose type is not known yet.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of literals.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// `_`.
    Hole,
    /// A whole number with the type that its suffix names.
    Whole {
        negative: bool,
        digits: u128,
        suffix: String,
    },
    /// A number with decimals or an exponent, as Rust's parser reads it.
    Decimal { text: String, suffix: String },
    /// `5s`, `1.5s`, `250ms`.
    Duration(Duration),
    /// `"text"`.
    Text(String),
    /// `'c'`.
    Char(char),
    /// `(a, b)`; without elements `()`.
    Tuple(Vec<Term>),
    /// `[a, b]`.
    List(Vec<Term>),
    /// `{a, b}` or `{a: b}`.
    Braces(Vec<(Term, Option<Term>)>),
    /// `Name`, `Enum::Name`, and the names of handles.
    Name(Vec<String>),
    /// `Name(a, b)`.
    Call(Vec<String>, Vec<Term>),
    /// `Name { field: a }`.
    Struct(Vec<String>, Vec<(String, Range<usize>, Term)>),
    /// `@name(a, b)`.
    Generated(String, Vec<Term>),
}

/// Reads a text from left to right.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
    depth: usize,
}

impl<'a> Cursor<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The next character that is not a space.
    pub fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    pub fn at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Goes over `wanted` if it comes next.
    pub fn eat(&mut self, wanted: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    pub fn expect(&mut self, wanted: &str) -> Result<(), Fault> {
        if self.eat(wanted) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{wanted}`")))
        }
    }

    /// A fault at what comes next.
    pub fn unexpected(&mut self, wanted: &str) -> Fault {
        self.skip_space();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            let end = self.text.trim_end().len();
            let message = format!("expected {wanted}, found the end");
            return Fault::new(end..end, message, format!("expected {wanted}"));
        };
        let word = rest.len() - rest.trim_start_matches(is_word).len();
        let length = word.max(first.len_utf8());
        let found = rest[..length].escape_debug();
        let message = format!("expected {wanted}, found `{found}`");
        let range = self.at..self.at + length;
        Fault::new(range, message, format!("expected {wanted}"))
    }

    /// A name, if one comes next.
    pub fn name(&mut self) -> Option<(String, Range<usize>)> {
        let first = self.peek()?;
        if !(first.is_alphabetic() || first == '_') {
            return None;
        }
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(is_word).len();
        let range = self.at..self.at + length;
        self.at += length;
        Some((rest[..length].to_owned(), range))
    }

    /// The names of a path: `Enum::Name`.
    pub fn path(&mut self) -> Option<(Vec<String>, Range<usize>)> {
        let (first, mut range) = self.name()?;
        let mut path = vec![first];
        while self.rest().starts_with("::") {
            let before = self.at;
            self.at += 2;
            let Some((name, place)) = self.name() else {
                self.at = before;
                break;
            };
            path.push(name);
            range.end = place.end;
        }
        Some((path, range))
    }

    /// Literals up to `close`, with commas between them.
    pub fn terms(&mut self, close: &str) -> Result<Vec<Term>, Fault> {
        let mut terms = Vec::new();
        while !self.eat(close) {
            terms.push(self.term()?);
            if !self.eat(",") {
                if !self.eat(close) {
                    return Err(self.unexpected(&format!("`,` or `{close}`")));
                }
                break;
            }
        }
        Ok(terms)
    }

    /// The next literal.
    pub fn term(&mut self) -> Result<Term, Fault> {
        self.skip_space();
        let start = self.at;
        if self.depth == DEEPEST {
            return Err(Fault::new(
                start..start + 1,
                format!("literals nest at most {DEEPEST} deep"),
                "",
            ));
        }
        self.depth += 1;
        let kind = self.kind()?;
        self.depth -= 1;
        Ok(Term {
            range: start..self.at,
            kind,
        })
    }

    fn kind(&mut self) -> Result<Kind, Fault> {
        let next = self.peek();
        let rest = self.rest();
        match next {
            Some('(') => self.tuple(),
            Some('[') => {
                self.at += 1;
                self.terms("]").map(Kind::List)
            }
            Some('{') => self.braces(),
            Some('@') => {
                self.at += 1;
                let Some((name, _)) = self.name() else {
                    return Err(self.unexpected("the name of a function of model.rs"));
                };
                self.expect("(")?;
                Ok(Kind::Generated(name, self.terms(")")?))
            }
            Some('"') => self.quoted(),
            Some('r') if rest.starts_with("r\"") || rest.starts_with("r#") => self.quoted(),
            Some('\'') => self.quoted(),
            Some(c) if c.is_ascii_digit() || c == '-' => self.number(),
            Some(_) => self.named(),
            None => Err(self.unexpected("a value")),
        }
    }

    fn tuple(&mut self) -> Result<Kind, Fault> {
        self.at += 1;
        let mut terms = self.terms(")")?;
        let comma = self.text[..self.at - 1].trim_end().ends_with(',');
        if terms.len() == 1 && !comma {
            // Parentheses around one value are only parentheses.
            return Ok(terms.remove(0).kind);
        }
        Ok(Kind::Tuple(terms))
    }

    fn braces(&mut self) -> Result<Kind, Fault> {
        self.at += 1;
        let mut entries = Vec::new();
        while !self.eat("}") {
            let key = self.term()?;
            let value = if self.eat(":") {
                Some(self.term()?)
            } else {
                None
            };
            entries.push((key, value));
            if !self.eat(",") {
                if !self.eat("}") {
                    return Err(self.unexpected("`,` or `}`"));
                }
                break;
            }
        }
        Ok(Kind::Braces(entries))
    }

    fn named(&mut self) -> Result<Kind, Fault> {
        let Some((path, _)) = self.path() else {
            let fault = self.unexpected("a value");
            return Err(match self.peek() {
                Some('&') => fault.help("literals have no references: leave out the `&`"),
                _ => fault,
            });
        };
        if path == ["_"] {
            return Ok(Kind::Hole);
        }
        if self.eat("(") {
            return Ok(Kind::Call(path, self.terms(")")?));
        }
        if !self.eat("{") {
            return Ok(Kind::Name(path));
        }
        let mut fields = Vec::new();
        while !self.eat("}") {
            let Some((name, range)) = self.name() else {
                return Err(self.unexpected("the name of a field"));
            };
            self.expect(":")?;
            fields.push((name, range, self.term()?));
            if !self.eat(",") {
                if !self.eat("}") {
                    return Err(self.unexpected("`,` or `}`"));
                }
                break;
            }
        }
        Ok(Kind::Struct(path, fields))
    }

    /// Texts and characters, as Rust writes them; syn knows all the escapes.
    fn quoted(&mut self) -> Result<Kind, Fault> {
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
            Ok(_) => Err(wrong(range, "")),
            Err(error) => Err(wrong(range, &error.to_string())),
        }
    }

    fn number(&mut self) -> Result<Kind, Fault> {
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

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
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

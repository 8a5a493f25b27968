//! Reading a text from left to right.

use super::fault::Fault;
use std::ops::Range;

/// Literals nest at most this deep, so that reading one cannot exhaust the stack.
const DEEPEST: usize = 64;

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

    /// Reads a part of what is read now.
    pub fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if self.depth == DEEPEST {
            let message = format!("literals nest at most {DEEPEST} deep");
            return Err(Fault::new(self.at..self.at, message, ""));
        }
        self.depth += 1;
        let part = read(self)?;
        self.depth -= 1;
        Ok(part)
    }
}

/// Whether a character can be in a name or a number.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

//! Literals: their syntax, but for numbers and texts.

use super::cursor::Cursor;
use super::fault::Fault;
use std::ops::Range;
use std::time::Duration;

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

impl Cursor<'_> {
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
        let kind = self.deeper(Self::kind)?;
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
            Some('"' | '\'') => self.quoted(),
            Some('r') if rest.starts_with("r\"") || rest.starts_with("r#") => self.quoted(),
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
}

//! The syntax of one domain.

use super::cursor::Cursor;
use super::fault::Fault;
use super::fit;
use super::generators::Generators;
use super::term::{Kind, Term};
use crate::problem::domain::Domain;
use crate::problem::types::{Int, Type};
use crate::value::Value;
use std::time::Duration;

/// A list of a domain has at most this many elements.
const LONGEST: u128 = 10_000;

/// Reads domains for a contract.
pub(super) struct Reader<'a> {
    pub generators: &'a Generators<'a>,
}

impl Reader<'_> {
    /// The domain of values of a plain type.
    pub fn domain(&self, text: &str, ty: &Type) -> Result<Domain, Fault> {
        let mut cursor = Cursor::new(text);
        let domain = if let Some(name) = text.trim().strip_prefix('@') {
            let place = 0..text.len();
            if !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
                let message = "a generator has to be the whole domain";
                return Err(Fault::new(place, message, "").help("write `@name` alone"));
            }
            return Ok(Domain::Generated {
                takes_model: self.generators.domain(name, &place, ty)?,
                generator: name.to_owned(),
            });
        } else if rising(&mut cursor) {
            self.rising(&mut cursor, ty)?
        } else {
            self.alternatives(&mut cursor, ty, 0)?
        };
        if cursor.at_end() {
            Ok(domain)
        } else {
            Err(cursor.unexpected("`|`, `..` or the end"))
        }
    }

    fn rising(&self, cursor: &mut Cursor<'_>, ty: &Type) -> Result<Domain, Fault> {
        if !matches!(ty, Type::Int(_) | Type::Duration) {
            let message = format!("a `{ty}` cannot rise: only whole numbers and durations can");
            return Err(Fault::new(0..cursor.text.len(), message, ""));
        }
        let (first, last) = self.range(cursor, ty)?;
        if cursor.name().is_none_or(|(word, _)| word != "by") {
            return Err(cursor.unexpected("`by` and a range of steps"));
        }
        let start = cursor.at;
        let (least_step, most_step) = self.range(cursor, ty)?;
        let zero = |value: &Value| *value < Value::Unsigned(0);
        if zero(&least_step) {
            let message = "a step cannot be negative";
            return Err(Fault::new(start..cursor.at, message, ""));
        }
        Ok(Domain::Rising {
            first,
            last,
            least_step,
            most_step,
        })
    }

    fn range(&self, cursor: &mut Cursor<'_>, ty: &Type) -> Result<(Value, Value), Fault> {
        let first = cursor.term()?;
        if !cursor.rest().trim_start().starts_with("..") {
            return Err(cursor.unexpected("`..` or `..=`"));
        }
        self.range_from(&first, cursor, ty)
    }

    /// The rest of a range, both ends included.
    fn range_from(
        &self,
        first_term: &Term,
        cursor: &mut Cursor<'_>,
        ty: &Type,
    ) -> Result<(Value, Value), Fault> {
        let contract = self.generators.contract;
        let inclusive = cursor.eat("..=");
        if !inclusive {
            cursor.expect("..")?;
        }
        let last_term = cursor.term()?;
        let place = first_term.range.start..last_term.range.end;
        if !matches!(
            ty,
            Type::Int(_) | Type::Duration | Type::Char | Type::Float(_)
        ) {
            let message = format!("there are no ranges of `{ty}`");
            return Err(Fault::new(place, message, ""));
        }
        let first = fit::value(first_term, ty, contract)?;
        let mut last = fit::value(&last_term, ty, contract)?;
        let empty = |place| Err(Fault::new(place, "this range is empty", ""));
        if !inclusive {
            let Some(before) = before(&last) else {
                if matches!(last, Value::Float(_)) {
                    let message = "a range of numbers with decimals includes its end";
                    return Err(Fault::new(place, message, "").help("write `..=`"));
                }
                return empty(place);
            };
            last = before;
        }
        if first > last {
            return empty(place);
        }
        Ok((first, last))
    }

    fn alternatives(
        &self,
        cursor: &mut Cursor<'_>,
        ty: &Type,
        depth: usize,
    ) -> Result<Domain, Fault> {
        let mut alternatives = vec![self.one(cursor, ty, depth)?];
        while cursor.eat("|") {
            alternatives.push(self.one(cursor, ty, depth)?);
        }
        if alternatives.len() == 1 {
            return Ok(alternatives.remove(0));
        }
        Ok(Domain::OneOf(alternatives))
    }

    fn one(&self, cursor: &mut Cursor<'_>, ty: &Type, depth: usize) -> Result<Domain, Fault> {
        let before = cursor.at;
        if cursor.peek() == Some('[') {
            let start = cursor.at;
            if let Some(list) = self.list(cursor, ty, start, depth)? {
                return Ok(list);
            }
            cursor.at = before;
        }
        let term = cursor.term()?;
        if let Kind::Generated(name, _) = &term.kind {
            let message = format!("`@{name}` has to be the whole domain");
            return Err(Fault::new(term.range, message, ""));
        }
        if cursor.rest().trim_start().starts_with("..") {
            let (first, last) = self.range_from(&term, cursor, ty)?;
            return Ok(Domain::Range { first, last });
        }
        fit::value(&term, ty, self.generators.contract).map(Domain::Value)
    }

    /// `[element; least..=most]`; `None` if it is a list of values.
    fn list(
        &self,
        cursor: &mut Cursor<'_>,
        ty: &Type,
        start: usize,
        depth: usize,
    ) -> Result<Option<Domain>, Fault> {
        if !has_semicolon(cursor.rest()) || depth > 16 {
            return Ok(None);
        }
        let (element_type, exact) = match ty {
            Type::List(_, element) => (element, None),
            Type::Array(element, length) => (element, Some(*length)),
            _ => {
                let message = format!("expected a domain for `{ty}`, found one for lists");
                return Err(Fault::new(start..cursor.text.len(), message, ""));
            }
        };
        cursor.expect("[")?;
        let element = Box::new(self.alternatives(cursor, element_type, depth + 1)?);
        cursor.expect(";")?;
        cursor.skip_space();
        let lengths_at = cursor.at;
        let usize_type = Type::Int(Int::Usize);
        let first = cursor.term()?;
        let (least, most) = if cursor.rest().trim_start().starts_with("..") {
            self.range_from(&first, cursor, &usize_type)?
        } else {
            let length = fit::value(&first, &usize_type, self.generators.contract)?;
            (length.clone(), length)
        };
        let place = lengths_at..cursor.at;
        cursor.expect("]")?;
        let (Value::Unsigned(least), Value::Unsigned(most)) = (least, most) else {
            unreachable!("a usize is not negative");
        };
        if most > LONGEST {
            let message = format!("a list has at most {LONGEST} elements");
            return Err(Fault::new(place, message, ""));
        }
        let length = |number: u128| usize::try_from(number).expect("at most LONGEST");
        let (least, most) = (length(least), length(most));
        if exact.is_some_and(|exact| (least, most) != (exact, exact)) {
            let message = format!("a `{ty}` has another length");
            return Err(Fault::new(place, message, ""));
        }
        Ok(Some(Domain::List {
            element,
            least,
            most,
        }))
    }
}

fn rising(cursor: &mut Cursor<'_>) -> bool {
    let before = cursor.at;
    let found = cursor.name().is_some_and(|(word, _)| word == "rising");
    if !found {
        cursor.at = before;
    }
    found
}

/// Whether the bracket at the front holds a `;` of its own.
fn has_semicolon(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return false;
                }
            }
            ';' if !quoted && depth == 1 => return true,
            _ => {}
        }
    }
    false
}

/// The value just below, in the type's steps.
fn before(value: &Value) -> Option<Value> {
    match value {
        Value::Unsigned(0) => Some(Value::Negative(-1)),
        Value::Unsigned(number) => Some(Value::Unsigned(number - 1)),
        Value::Negative(number) => number.checked_sub(1).map(Value::Negative),
        Value::Duration(duration) => duration
            .checked_sub(Duration::from_nanos(1))
            .map(Value::Duration),
        Value::Char('\u{e000}') => Some(Value::Char('\u{d7ff}')),
        Value::Char(char) => u32::from(*char)
            .checked_sub(1)
            .and_then(char::from_u32)
            .map(Value::Char),
        _ => None,
    }
}

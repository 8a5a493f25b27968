//! `[domain]` and `[weights]`.

use super::fault::{Fault, Faults, did_you_mean, listed};
use super::fit;
use super::generators::Generators;
use super::table::{FILE, Table, Text};
use super::term::{Cursor, Kind, Term};
use crate::problem::complaint::Complaint;
use crate::problem::contract::{Instance, Operation};
use crate::problem::domain::{Arguments, Domain};
use crate::problem::types::Type;
use crate::value::Value;
use std::ops::Range;
use std::time::Duration;
use toml::de::DeValue;

/// A list of a domain has at most this many elements.
const LONGEST: u128 = 10_000;

/// A key of `[domain]` with its value.
pub(super) struct Entry {
    /// The operation in front of the dot.
    pub operation: Option<Text>,
    /// The parameter, or an operation as a whole.
    pub name: Text,
    pub domain: Text,
}

/// The keys of `[domain]`, those of `[domain.op]` and `op.param` too.
pub(super) fn entries(table: &Table<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, value) in table.entries() {
        if let DeValue::Table(inner) = value.get_ref() {
            let inner = Table::new(inner, value.span(), "[domain]", table.context());
            for (parameter, value) in inner.entries() {
                if let Some(domain) = inner.text_of(&parameter.value, value) {
                    entries.push(Entry {
                        operation: Some(name.clone()),
                        name: parameter,
                        domain,
                    });
                }
            }
        } else if let Some(domain) = table.text_of(&name.value, value) {
            entries.push(Entry {
                operation: None,
                name,
                domain,
            });
        }
    }
    entries
}

/// What the arguments of every operation of the instance are drawn from, by its number.
pub(super) fn read(
    entries: &[Entry],
    instance: &Instance,
    generators: &Generators<'_>,
    faults: &Faults,
) -> Vec<Arguments> {
    let mut domains: Vec<Arguments> = instance
        .operations
        .iter()
        .map(|operation| Arguments::Each(vec![None; operation.parameters.len()]))
        .collect();
    let reader = Reader {
        instance,
        generators,
        faults,
    };
    // The more exact key wins: `op` over `op.param` over `param`.
    for entry in entries.iter().filter(|entry| entry.operation.is_none()) {
        reader.parameter_everywhere(entry, &mut domains);
    }
    for entry in entries {
        if let Some(operation) = &entry.operation {
            reader.parameter_of(operation, entry, &mut domains);
        }
    }
    for entry in entries.iter().filter(|entry| entry.operation.is_none()) {
        reader.whole_operation(entry, &mut domains);
    }
    domains
}

struct Reader<'a> {
    instance: &'a Instance,
    generators: &'a Generators<'a>,
    faults: &'a Faults,
}

impl Reader<'_> {
    fn has_parameter(&self, name: &str) -> bool {
        let mut operations = self.instance.operations.iter();
        operations.any(|operation| operation.parameters.iter().any(|each| each.name == name))
    }

    fn has_operation(&self, name: &str) -> bool {
        self.instance
            .operations
            .iter()
            .any(|each| each.name == name)
    }

    /// `param`: every parameter of that name.
    fn parameter_everywhere(&self, entry: &Entry, domains: &mut [Arguments]) {
        let name = &entry.name;
        let whole = self.has_operation(&name.value);
        match (whole, self.has_parameter(&name.value)) {
            (true, false) => {}
            (true, true) => self.faults.push(
                name.fault(
                    format!("`{}` is an operation and a parameter", name.value),
                    "which of them?",
                )
                .help("write `operation.parameter`"),
            ),
            (false, false) => {
                let operations = &self.instance.operations;
                let parameters = operations
                    .iter()
                    .flat_map(|operation| operation.parameters.iter().map(|each| &*each.name));
                let names: Vec<&str> = parameters
                    .chain(operations.iter().map(|each| &*each.name))
                    .collect();
                let complaint = name.fault(
                    format!(
                        "the contract has no parameter or operation `{}`",
                        name.value
                    ),
                    "unknown",
                );
                self.faults.push(match did_you_mean(&name.value, names) {
                    Some(help) => complaint.help(help),
                    None => complaint,
                });
            }
            (false, true) => {
                let operations = self.instance.operations.iter().zip(domains);
                for (operation, arguments) in operations {
                    if !self.fill(operation, entry, arguments) {
                        return;
                    }
                }
            }
        }
    }

    /// `op.param`.
    fn parameter_of(&self, name: &Text, entry: &Entry, domains: &mut [Arguments]) {
        let operations = || {
            let operations = self.instance.operations.iter();
            operations.filter(|each| each.name == name.value)
        };
        if operations().next().is_none() {
            let names = self.instance.operations.iter().map(|each| &*each.name);
            let complaint = unknown_operation(name);
            self.faults.push(match did_you_mean(&name.value, names) {
                Some(help) => complaint.help(help),
                None => complaint,
            });
            return;
        }
        let parameters: Vec<&str> = operations()
            .flat_map(|operation| operation.parameters.iter().map(|each| &*each.name))
            .collect();
        if !parameters.contains(&&*entry.name.value) {
            let message = format!("`{}` has no parameter `{}`", name.value, entry.name.value);
            let help = did_you_mean(&entry.name.value, parameters.iter().copied())
                .unwrap_or_else(|| format!("its parameters: {}", listed(parameters)));
            self.faults
                .push(entry.name.fault(message, "unknown").help(help));
            return;
        }
        for (operation, arguments) in self.instance.operations.iter().zip(domains) {
            if operation.name == name.value && !self.fill(operation, entry, arguments) {
                return;
            }
        }
    }

    /// Gives the domain to the operation's parameter of that name, if it has one. Answers
    /// whether the domain is all right.
    fn fill(&self, operation: &Operation, entry: &Entry, arguments: &mut Arguments) -> bool {
        let Arguments::Each(each) = arguments else {
            return true;
        };
        for (parameter, domain) in operation.parameters.iter().zip(each) {
            if parameter.name != entry.name.value {
                continue;
            }
            if parameter.ty.has_opaque() {
                let message = format!("`{}` is a handle: it has no domain", parameter.name);
                self.faults.push(entry.name.fault(message, ""));
                return false;
            }
            match self.domain(&entry.domain.value, &parameter.ty.plain()) {
                Ok(read) => *domain = Some(read),
                Err(fault) => {
                    self.faults.push(entry.domain.complain(fault));
                    return false;
                }
            }
        }
        true
    }

    /// `op`: all arguments together.
    fn whole_operation(&self, entry: &Entry, domains: &mut [Arguments]) {
        let name = &entry.name.value;
        if !self.has_operation(name) || self.has_parameter(name) {
            return;
        }
        let text = entry.domain.value.trim();
        let Some(generator) = text.strip_prefix('@') else {
            let message = format!("`{name}` is an operation: its domain is a generator");
            let complaint = entry.domain.fault(message, "not `@name`");
            let help = format!("write `{name} = \"@name\"`, or give its parameters domains");
            self.faults.push(complaint.help(help));
            return;
        };
        for (operation, arguments) in self.instance.operations.iter().zip(domains) {
            if operation.name != *name {
                continue;
            }
            let types = operation.parameters.iter().map(|each| each.ty.plain());
            let wanted = Type::Tuple(types.collect());
            let place = 0..entry.domain.value.len();
            match self.generators.domain(generator, &place, &wanted) {
                Ok(takes_model) => {
                    *arguments = Arguments::Together {
                        generator: generator.to_owned(),
                        takes_model,
                    };
                }
                Err(fault) => return self.faults.push(entry.domain.complain(fault)),
            }
        }
    }

    fn domain(&self, text: &str, ty: &Type) -> Result<Domain, Fault> {
        let mut cursor = Cursor::new(text);
        let domain = if let Some(name) = text.trim().strip_prefix('@') {
            let place = 0..text.len();
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
        if !cursor.name().is_some_and(|(word, _)| word == "by") {
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
        let usize_type = Type::Int(crate::problem::types::Int::Usize);
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

/// `[weights]`: how often each operation of the instance is drawn, by its number; 1 where
/// nothing is said.
pub(super) fn weights(table: Option<&Table<'_>>, instance: &Instance) -> Vec<u32> {
    let mut weights = vec![1; instance.operations.len()];
    let Some(table) = table else {
        return weights;
    };
    for (name, value) in table.entries() {
        let Some(weight) = table.number_of(&name.value, value, 0..=1000) else {
            continue;
        };
        let mut known = false;
        for (operation, place) in instance.operations.iter().zip(&mut weights) {
            if operation.name == name.value {
                known = true;
                *place = u32::try_from(weight).expect("at most 1000");
            }
        }
        if !known {
            let names = instance.operations.iter().map(|each| &*each.name);
            let complaint = unknown_operation(&name);
            table.complain(match did_you_mean(&name.value, names) {
                Some(help) => complaint.help(help),
                None => complaint,
            });
        }
    }
    weights
}

fn unknown_operation(name: &Text) -> Complaint {
    Complaint::at(
        FILE,
        Range::clone(&name.span),
        format!("the contract has no operation `{}`", name.value),
        "unknown operation",
    )
}

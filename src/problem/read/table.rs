//! Tables of problem.toml, with the place of everything in them.

use super::fault::{Faults, did_you_mean, listed};
use super::text::{FILE, Text};
use crate::problem::complaint::Complaint;
use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table, whose keys are asked for one by one; what nobody asked for is a complaint.
pub(super) struct Table<'a> {
    entries: &'a DeTable<'a>,
    /// Its header, or what stands for it.
    pub span: Range<usize>,
    /// How it is called in complaints: `[[case]]`.
    name: String,
    known: RefCell<Vec<&'static str>>,
    context: Context<'a>,
}

/// What every table needs.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The text of problem.toml.
    pub source: &'a str,
    /// Where complaints go.
    pub faults: &'a Faults,
}

impl<'a> Table<'a> {
    pub fn new(
        entries: &'a DeTable<'a>,
        span: Range<usize>,
        name: impl Into<String>,
        context: Context<'a>,
    ) -> Self {
        Self {
            entries,
            span,
            name: name.into(),
            known: RefCell::default(),
            context,
        }
    }

    pub fn complain(&self, complaint: Complaint) {
        self.context.faults.push(complaint);
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.borrow_mut().push(key);
        self.entries.get(key)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = value.get_ref().type_str();
        self.complain(Complaint::at(
            FILE,
            value.span(),
            format!("`{key}` has to be {wanted}"),
            format!("found {} {found}", article(found)),
        ));
    }

    fn missing(&self, key: &str) {
        let message = format!("{} has no `{key}`", self.name);
        self.complain(Complaint::at(FILE, self.span.clone(), message, ""));
    }

    /// Whether the key is there at all.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Whether the key is there and holds a text.
    pub fn is_text(&self, key: &str) -> bool {
        self.entries
            .get(key)
            .is_some_and(|value| value.get_ref().is_str())
    }

    /// Whether the key is there and holds a list.
    pub fn is_list(&self, key: &str) -> bool {
        self.entries
            .get(key)
            .is_some_and(|value| value.get_ref().is_array())
    }

    /// The place of a value.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.entries
            .get(key)
            .map_or_else(|| self.span.clone(), Spanned::span)
    }

    pub fn text(&self, key: &'static str) -> Option<Text> {
        let value = self.get(key)?;
        let text = self.as_text(value);
        if text.is_none() {
            self.wrong(key, value, "a text");
        }
        text
    }

    fn as_text(&self, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        let text = value.get_ref().as_str()?;
        Some(Text::new(text, value.span(), self.context.source))
    }

    /// A text that has to be there and to say something.
    pub fn required_text(&self, key: &'static str) -> Option<Text> {
        if !self.has(key) {
            self.get(key);
            self.missing(key);
            return None;
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.complain(text.fault(format!("`{key}` is empty"), ""));
            return None;
        }
        Some(text)
    }

    /// A list of texts; empty if it is not there.
    pub fn texts(&self, key: &'static str) -> Vec<Text> {
        self.list(key, "a list of texts", |element| self.as_text(element))
    }

    /// A list that has to be there and to hold something.
    pub fn required_texts(&self, key: &'static str) -> Vec<Text> {
        let texts = self.texts(key);
        if !self.has(key) {
            self.missing(key);
        } else if texts.is_empty() && self.entries[key].get_ref().is_array() {
            let message = format!("`{key}` is empty");
            self.complain(Complaint::at(FILE, self.place(key), message, ""));
        }
        texts
    }

    /// A list of lists of texts.
    pub fn text_lists(&self, key: &'static str) -> Vec<Vec<Text>> {
        self.list(key, "a list of lists of texts", |element| {
            let element = element.get_ref().as_array()?;
            element.iter().map(|text| self.as_text(text)).collect()
        })
    }

    fn list<T>(
        &self,
        key: &'static str,
        wanted: &str,
        read: impl Fn(&Spanned<DeValue<'_>>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(elements) = value.get_ref().as_array() else {
            self.wrong(key, value, wanted);
            return Vec::new();
        };
        elements
            .iter()
            .filter_map(|element| {
                let read = read(element);
                if read.is_none() {
                    self.wrong(key, element, wanted);
                }
                read
            })
            .collect()
    }

    /// A whole number within limits.
    pub fn number(&self, key: &'static str, limits: RangeInclusive<u64>) -> Option<u64> {
        let value = self.get(key)?;
        self.as_number(key, value, limits)
    }

    pub fn required_number(&self, key: &'static str, limits: RangeInclusive<u64>) -> Option<u64> {
        if !self.has(key) {
            self.missing(key);
        }
        self.number(key, limits)
    }

    /// A list of whole numbers within limits.
    pub fn numbers(&self, key: &'static str, limits: &RangeInclusive<u64>) -> Vec<u64> {
        if !self.has(key) {
            self.missing(key);
        }
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(elements) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of whole numbers");
            return Vec::new();
        };
        let number = |element| self.as_number(key, element, limits.clone());
        elements.iter().filter_map(number).collect()
    }

    fn as_number(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        limits: RangeInclusive<u64>,
    ) -> Option<u64> {
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong(key, value, "a whole number");
            return None;
        };
        let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = number.filter(|number| limits.contains(number));
        if number.is_none() {
            self.complain(Complaint::at(
                FILE,
                value.span(),
                format!(
                    "`{key}` has to be from {} to {}",
                    limits.start(),
                    limits.end()
                ),
                "",
            ));
        }
        number
    }

    /// A number that may have decimals.
    pub fn decimal(&self, key: &'static str) -> Option<f64> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Float(float) => float.as_str(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            _ => "",
        };
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.wrong(key, value, "a number");
        }
        number
    }

    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, value, "`true` or `false`");
        }
        flag
    }

    pub fn table(&self, key: &'static str) -> Option<Self> {
        let value = self.get(key)?;
        let Some(entries) = value.get_ref().as_table() else {
            self.wrong(key, value, "a table");
            return None;
        };
        let name = format!("[{key}]");
        Some(Self::new(entries, value.span(), name, self.context))
    }

    /// All tables of that name: `[[case]]`.
    pub fn tables(&self, key: &'static str) -> Vec<Self> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(elements) = value.get_ref().as_array() else {
            self.wrong(key, value, &format!("written as `[[{key}]]`"));
            return Vec::new();
        };
        elements
            .iter()
            .filter_map(|element| {
                let Some(entries) = element.get_ref().as_table() else {
                    self.wrong(key, element, "a table");
                    return None;
                };
                let name = format!("[[{key}]]");
                Some(Self::new(entries, element.span(), name, self.context))
            })
            .collect()
    }

    /// Every key with its place and value, in the order of the file, for tables whose keys
    /// the author makes up.
    pub fn entries(&self) -> Vec<(Text, &'a Spanned<DeValue<'a>>)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| (Text::key(key.get_ref(), key.span()), value))
            .collect();
        entries.sort_by_key(|(key, _)| key.span.start);
        entries
    }

    /// The value as a text, with its place.
    pub fn text_of(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        let text = self.as_text(value);
        if text.is_none() {
            self.wrong(key, value, "a text");
        }
        text
    }

    /// The value as a whole number within limits.
    pub fn number_of(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        limits: RangeInclusive<u64>,
    ) -> Option<u64> {
        self.as_number(key, value, limits)
    }

    /// The context, for tables inside this one.
    pub const fn context(&self) -> Context<'a> {
        self.context
    }

    /// Complains about every key that nobody asked for.
    pub fn finish(&self) {
        let mut known = self.known.borrow().clone();
        known.sort_unstable();
        known.dedup();
        for (key, _) in self.entries() {
            if known.contains(&key.value.as_str()) {
                continue;
            }
            let help = did_you_mean(&key.value, known.iter().copied())
                .unwrap_or_else(|| format!("known are {}", listed(known.iter().copied())));
            let message = format!("{} has no key `{}`", self.name, key.value);
            self.complain(key.fault(message, "unknown key").help(help));
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

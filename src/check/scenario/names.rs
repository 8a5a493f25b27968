//! How a submission calls the objects that its threads share: by what stands in front of the
//! dot at the place where something is done to them.

use crate::wire::Place;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;

/// The sources of a submission, to look names up in.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    files: &'a BTreeMap<Utf8PathBuf, String>,
}

impl<'a> Names<'a> {
    /// Names from these files.
    pub const fn new(files: &'a BTreeMap<Utf8PathBuf, String>) -> Self {
        Self { files }
    }

    /// Whether the place is in one of the files.
    pub fn has(&self, place: &Place) -> bool {
        self.file(place).is_some()
    }

    fn file(&self, place: &Place) -> Option<&'a String> {
        let only = || {
            // A single file has its own name here, and the crate's for the compiler.
            let is_root = place.file == "src/lib.rs" && self.files.len() == 1;
            self.files.values().next().filter(|_| is_root)
        };
        self.files.get(Utf8Path::new(&place.file)).or_else(only)
    }

    /// The name of what a method is called on here: `changed` for `self.changed.wait(…)`;
    /// `None` if it is no name.
    pub fn at(&self, place: &Place) -> Option<String> {
        let source = self.file(place)?;
        let line = usize::try_from(place.line).ok()?.checked_sub(1)?;
        let column = usize::try_from(place.column).ok()?.checked_sub(1)?;
        let last: String = source.lines().nth(line)?.chars().take(column).collect();
        let before: Vec<&str> = source.lines().take(line).collect();
        let mut text = before.join("\n");
        text.push('\n');
        text.push_str(&last);
        let receiver = text.trim_end().strip_suffix('.')?.trim_end();
        let name = without_numbers(receiver)?;
        let from = name
            .char_indices()
            .rev()
            .take_while(|(_, character)| character.is_alphanumeric() || *character == '_')
            .last()?
            .0;
        let name = &name[from..];
        let is_name = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
        (is_name && name != "self").then(|| name.to_owned())
    }
}

/// The text without the fields at its end that have a number for a name, and the brackets before
/// or after them: `tail` of `tail.0`, an atomic in a wrapper.
fn without_numbers(text: &str) -> Option<&str> {
    let text = without_brackets(text)?;
    let field = text.trim_end_matches(|last: char| last.is_ascii_digit());
    match field.strip_suffix('.') {
        Some(whole) if field.len() < text.len() => without_numbers(whole.trim_end()),
        _ => Some(text),
    }
}

/// The text without the brackets at its end: `shards` of `shards[i]`.
fn without_brackets(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (index, character) in text.char_indices().rev() {
        match character {
            ')' | ']' => depth += 1,
            '(' | '[' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return without_brackets(text[..index].trim_end());
                }
            }
            _ if depth == 0 => return Some(text),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name in front of the mark, which stands where the method begins.
    fn name(source: &str) -> Option<String> {
        let at = source.find('$').unwrap();
        let before = &source[..at];
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let place = Place {
            file: "src/lib.rs".into(),
            line: u32::try_from(before.matches('\n').count() + 1).unwrap(),
            column: u32::try_from(column).unwrap(),
        };
        let files = BTreeMap::from([("src/lib.rs".into(), source.replace('$', ""))]);
        Names::new(&files).at(&place)
    }

    #[test]
    fn the_field_in_front_of_the_dot_is_the_name() {
        assert_eq!(name("self.changed.$wait(guard)"), Some("changed".into()));
        assert_eq!(name("let é = self.état.$lock();"), Some("état".into()));
        assert_eq!(name("self.shards[f(k)].$lock()"), Some("shards".into()));
        assert_eq!(name("self.inner().$lock()"), Some("inner".into()));
        assert_eq!(name("self.state\n    .$lock()"), Some("state".into()));
        assert_eq!(name("ring.tail.0.$load(Relaxed)"), Some("tail".into()));
        assert_eq!(name("self.slots[i].1.0.$load()"), Some("slots".into()));
        assert_eq!(name("line2.$lock()"), Some("line2".into()));
    }

    #[test]
    fn what_is_no_name_is_none() {
        assert_eq!(name("self.$push(1)"), None);
        assert_eq!(name("$spawn(|| ())"), None);
        assert_eq!(name("1.$load()"), None);
        assert_eq!(name("self.0.$load()"), None);
        assert_eq!(name(").$load()"), None);
    }
}

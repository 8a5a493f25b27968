//! The rules about words: what a submission may not say, whatever the compiler thinks of
//! it. A policy, not a wall: the sandbox has to hold against code that got round it.

use super::lexer::{Token, TokenKind, partners, tokens};
use crate::report::document::{Diagnostic, Level, Place};
use crate::submission::Submission;
use std::collections::BTreeSet;

/// A place where a submission breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offence {
    /// The file, as the candidate knows it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Column after the last character.
    pub end_column: u32,
    /// What is said there: "`unsafe`".
    pub what: String,
    /// Why it is not allowed, as a lowercase fragment.
    pub why: String,
}

/// The most offences that are worth naming.
const MOST: usize = 50;

/// Attributes that reach beyond the submission's own code, with why they are not allowed.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("naked", MACHINE_CODE),
    ("no_mangle", SYMBOL),
    ("export_name", SYMBOL),
    (
        "link_section",
        "it puts things where the linker and the loader look",
    ),
    ("link", LIBRARY),
    ("link_name", LIBRARY),
    ("link_ordinal", LIBRARY),
    ("global_allocator", ALLOCATOR),
    ("proc_macro", PLUG_IN),
    ("proc_macro_derive", PLUG_IN),
    ("proc_macro_attribute", PLUG_IN),
];

const MACHINE_CODE: &str = "machine code of one's own is not Rust";
const SYMBOL: &str = "it gives a symbol that the whole program sees";
const LIBRARY: &str = "other libraries are not part of the problem";
const ALLOCATOR: &str = "the program has an allocator already, which counts";
const PLUG_IN: &str = "a submission is not a plug-in of the compiler";
const UNSAFE: &str = "this problem is to be solved without it";

/// What tells something of how many references there are to a value, or depends on it. Their
/// order is no event of an exploration.
const COUNTS: &[&str] = &[
    "strong_count",
    "weak_count",
    "try_unwrap",
    "make_mut",
    "unwrap_or_clone",
    "upgrade",
];

/// Whether a submission depends on how many references there are to a value.
pub fn counts_references(submission: &Submission) -> bool {
    submission.files.values().any(|source| {
        let tokens = tokens(source);
        let of_arc = |index: usize| {
            index >= 3
                && tokens[index - 1].is(':')
                && tokens[index - 2].is(':')
                && ["Arc", "Weak"]
                    .iter()
                    .any(|name| tokens[index - 3].is_word(name))
        };
        tokens.iter().enumerate().any(|(index, token)| {
            COUNTS.iter().any(|word| token.is_word(word))
                || ["get_mut", "into_inner"]
                    .iter()
                    .any(|word| token.is_word(word))
                    && of_arc(index)
        })
    })
}

/// Whether a submission has statics, or values of each thread's own: what lies there outlives an
/// execution wherever nobody puts it back.
pub fn has_statics(submission: &Submission) -> bool {
    submission.files.values().any(|source| {
        let mut tokens = tokens(source).into_iter();
        tokens.any(|token| token.is_word("static"))
    })
}

/// Every place that breaks a rule, in the order of files and lines, up to 50.
/// `unsafe_allowed` lifts the rule about `unsafe` alone.
pub fn scan(submission: &Submission, unsafe_allowed: bool) -> Vec<Offence> {
    let sources: Vec<(&str, Vec<Token<'_>>)> = submission
        .files
        .iter()
        .map(|(path, source)| (path.as_str(), tokens(source)))
        .collect();
    let own_asm = sources
        .iter()
        .any(|(_, tokens)| defines_macro(tokens, "asm"));
    let mut offences = Vec::new();
    for (file, tokens) in &sources {
        let mut scan = Scan {
            tokens,
            partners: partners(tokens),
            own_asm,
            found: BTreeSet::new(),
            excused: BTreeSet::new(),
            builds: false,
        };
        scan.attributes();
        scan.macros();
        scan.imports();
        if !unsafe_allowed {
            scan.keyword();
        }
        offences.extend(scan.found.into_iter().map(|(index, what, why)| {
            let token = &tokens[index];
            Offence {
                file: (*file).to_string(),
                line: token.line,
                column: token.column,
                end_column: token.column + width(token),
                what,
                why: why.to_string(),
            }
        }));
        if offences.len() >= MOST {
            offences.truncate(MOST);
            break;
        }
    }
    offences
}

impl Offence {
    /// The offence in the form of a report, rendered like the compiler's own messages.
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!("{} is not allowed here: {}", self.what, self.why);
        Diagnostic {
            level: Level::Error,
            rendered: format!(
                "error: {message}\n  --> {}:{}:{}\n",
                self.file, self.line, self.column
            ),
            message,
            code: None,
            place: Some(Place {
                file: self.file.clone(),
                line: self.line,
                column: self.column,
                end_column: Some(self.end_column),
            }),
        }
    }
}

struct Scan<'a> {
    tokens: &'a [Token<'a>],
    partners: Vec<Option<usize>>,
    /// Whether the submission has a macro `asm` of its own.
    own_asm: bool,
    /// Index of the token, what it is, and why it is not allowed.
    found: BTreeSet<(usize, String, &'static str)>,
    /// `unsafe` in front of an attribute that is named already.
    excused: BTreeSet<usize>,
    /// Whether a macro puts an attribute together.
    builds: bool,
}

impl Scan<'_> {
    fn at(&self, index: usize) -> Option<&Token<'_>> {
        self.tokens.get(index)
    }

    fn is(&self, index: usize, character: char) -> bool {
        self.at(index).is_some_and(|token| token.is(character))
    }

    fn opens(&self, index: usize, bracket: char) -> bool {
        self.at(index)
            .is_some_and(|token| token.kind == TokenKind::Open(bracket))
    }

    fn attributes(&mut self) {
        for index in 0..self.tokens.len() {
            if !self.is(index, '#') {
                continue;
            }
            let bang = usize::from(self.is(index + 1, '!'));
            if self.opens(index + 1 + bang, '[') {
                self.attribute(index + 2 + bang);
            } else if self.is(index + 1, '$') {
                self.builds = true;
            }
        }
        if self.builds {
            self.built_attribute();
        }
    }

    /// The attribute that begins at a token, and those nested in it.
    fn attribute(&mut self, start: usize) {
        let mut starts = vec![(start, None)];
        while let Some((start, keyword)) = starts.pop() {
            if self.is(start, '$') {
                self.builds = true;
                continue;
            }
            if self.at(start).is_some_and(|token| token.is_word("unsafe"))
                && self.opens(start + 1, '(')
            {
                starts.push((start + 2, Some(start)));
                continue;
            }
            let Some((last, name)) = self.path(start) else {
                continue;
            };
            if name == "cfg_attr" && self.opens(last + 1, '(') {
                let nested = self.after_commas(last + 1);
                starts.extend(nested.into_iter().map(|start| (start, None)));
            } else if let Some((name, why)) = ATTRIBUTES.iter().find(|(word, _)| *word == name) {
                self.found.insert((last, format!("`#[{name}]`"), why));
                self.excused.extend(keyword);
            }
        }
    }

    /// The last word of the path that begins at a token, with its index.
    fn path(&self, start: usize) -> Option<(usize, &str)> {
        let mut index = start;
        while self.is(index, ':') {
            index += 1;
        }
        loop {
            let TokenKind::Word { text, .. } = self.at(index)?.kind else {
                return None;
            };
            if !(self.is(index + 1, ':') && self.is(index + 2, ':')) {
                return Some((index, text));
            }
            index += 3;
        }
    }

    /// The indices just after the commas directly inside a bracket.
    fn after_commas(&self, open: usize) -> Vec<usize> {
        let end = self.partners[open].unwrap_or(self.tokens.len());
        let mut found = Vec::new();
        let mut index = open + 1;
        while index < end {
            if self.is(index, ',') {
                found.push(index + 1);
            }
            index = self.partners[index].unwrap_or(index) + 1;
        }
        found
    }

    /// An attribute that a macro puts together, maybe of words that stand elsewhere. The
    /// allocator's is the only one that needs no `unsafe` around it, and its name means
    /// nothing else.
    fn built_attribute(&mut self) {
        let name = "global_allocator";
        for (index, token) in self.tokens.iter().enumerate() {
            if token.is_word(name) {
                self.found
                    .insert((index, format!("`#[{name}]`"), ALLOCATOR));
            }
        }
    }

    /// `asm!(…)` and its like, by whatever path.
    fn macros(&mut self) {
        for (index, token) in self.tokens.iter().enumerate() {
            let called = self.is(index + 1, '!')
                && self
                    .at(index + 2)
                    .is_some_and(|token| matches!(token.kind, TokenKind::Open(_)));
            let TokenKind::Word { text, .. } = token.kind else {
                continue;
            };
            let own = text == "asm" && self.own_asm && !self.of_module(index, "arch");
            if called && !own && matches!(text, "asm" | "global_asm" | "naked_asm") {
                self.found
                    .insert((index, format!("`{text}!`"), MACHINE_CODE));
            }
        }
    }

    /// Whether `module::` stands right before a token.
    fn of_module(&self, index: usize, module: &str) -> bool {
        index >= 3
            && self.is(index - 1, ':')
            && self.is(index - 2, ':')
            && self.tokens[index - 3].is_word(module)
    }

    /// `use std::arch::asm as quiet;`: a name that is imported can be called anything.
    fn imports(&mut self) {
        let mut index = 0;
        while index < self.tokens.len() {
            if !self.tokens[index].is_keyword("use") {
                index += 1;
                continue;
            }
            let start = index + 1;
            let mut end = start;
            // `-> impl Trait + use<T> {` ends without a semicolon.
            while end < self.tokens.len()
                && !self.is(end, ';')
                && !self.tokens[end].is_keyword("use")
            {
                end += 1;
            }
            self.import(start, end);
            index = end;
        }
    }

    fn import(&mut self, start: usize, end: usize) {
        let tokens = &self.tokens[start..end];
        let first = tokens
            .iter()
            .find(|token| matches!(token.kind, TokenKind::Word { .. }));
        let standard =
            first.is_some_and(|token| ["std", "core"].iter().any(|name| token.is_word(name)));
        if !standard {
            return;
        }
        let mut in_arch = false;
        for (offset, token) in tokens.iter().enumerate() {
            let TokenKind::Word { text, .. } = token.kind else {
                continue;
            };
            in_arch |= text == "arch";
            let what = match text {
                "asm" | "global_asm" | "naked_asm" if in_arch => {
                    (format!("`{text}!`"), MACHINE_CODE)
                }
                "global_allocator" => (format!("`#[{text}]`"), ALLOCATOR),
                _ => continue,
            };
            self.found.insert((start + offset, what.0, what.1));
        }
    }

    fn keyword(&mut self) {
        for (index, token) in self.tokens.iter().enumerate() {
            if token.is_keyword("unsafe") && !self.excused.contains(&index) {
                self.found.insert((index, "`unsafe`".into(), UNSAFE));
            }
        }
    }
}

fn defines_macro(tokens: &[Token<'_>], name: &str) -> bool {
    tokens
        .windows(3)
        .any(|three| three[0].is_word("macro_rules") && three[1].is('!') && three[2].is_word(name))
}

/// How many characters a word takes.
fn width(token: &Token<'_>) -> u32 {
    match token.kind {
        TokenKind::Word { text, raw } => {
            let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            characters.saturating_add(if raw { 2 } else { 0 })
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests;

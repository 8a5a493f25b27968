//! The syntax of a line: `[thread:] [let pattern =] [handle.]name(args) [-> answer]`, or
//! `thread -> answer`.

use super::fault::Fault;
use super::term::{Cursor, Term};
use std::ops::Range;

/// A line whose names are not known yet.
#[derive(Debug)]
pub(super) struct Syntax {
    /// The thread that the line belongs to.
    pub thread: Option<String>,
    /// The pattern after `let`.
    pub binding: Option<Binding>,
    /// The call; `None` where a call begun earlier is looked at.
    pub call: Option<CallSyntax>,
    /// What follows the arrow.
    pub answer: Option<AnswerSyntax>,
}

/// A call.
#[derive(Debug)]
pub(super) struct CallSyntax {
    /// From the handle or the name to the closing bracket.
    pub range: Range<usize>,
    /// The handle in front of the dot.
    pub receiver: Option<(String, Range<usize>)>,
    /// The type in front of `::`.
    pub owner: Option<String>,
    pub name: String,
    /// The name alone, with its type.
    pub name_range: Range<usize>,
    pub arguments: Vec<Term>,
}

/// What follows the arrow.
#[derive(Debug)]
pub(super) enum AnswerSyntax {
    Blocks,
    Panics,
    Term(Term),
}

/// What `let` gives names to.
#[derive(Debug)]
pub(super) struct Binding {
    pub range: Range<usize>,
    pub kind: BindingKind,
}

/// The forms of a binding.
#[derive(Debug)]
pub(super) enum BindingKind {
    Hole,
    Name(String),
    Tuple(Vec<Binding>),
    List(Vec<Binding>),
}

impl Syntax {
    pub fn read(text: &str) -> Result<Self, Fault> {
        let mut cursor = Cursor::new(text);
        let syntax = Self::line(&mut cursor)?;
        if cursor.at_end() {
            Ok(syntax)
        } else if syntax.answer.is_some() {
            Err(cursor.unexpected("the end of the line"))
        } else {
            Err(cursor.unexpected("`->` or the end of the line"))
        }
    }

    fn line(cursor: &mut Cursor<'_>) -> Result<Self, Fault> {
        let thread = thread(cursor);
        let binding = if keyword(cursor, "let") {
            let binding = binding(cursor, 0)?;
            cursor.expect("=")?;
            Some(binding)
        } else {
            None
        };
        let Some((path, name_range)) = cursor.path() else {
            return Err(cursor.unexpected("a call"));
        };
        let unbound = thread.is_none() && binding.is_none();
        if unbound && path.len() == 1 && cursor.eat("->") {
            return Ok(Self {
                thread: path.into_iter().next(),
                binding,
                call: None,
                answer: Some(answer(cursor)?),
            });
        }
        let call = call(cursor, path, name_range)?;
        let answer = if cursor.eat("->") {
            Some(answer(cursor)?)
        } else {
            None
        };
        Ok(Self {
            thread,
            binding,
            call: Some(call),
            answer,
        })
    }
}

/// The name in front of a single colon.
fn thread(cursor: &mut Cursor<'_>) -> Option<String> {
    let before = cursor.at;
    let name = cursor.name();
    if let Some((name, _)) = name
        && cursor.peek() == Some(':')
        && !cursor.rest().starts_with("::")
    {
        cursor.at += 1;
        return Some(name);
    }
    cursor.at = before;
    None
}

fn keyword(cursor: &mut Cursor<'_>, word: &str) -> bool {
    let before = cursor.at;
    let found = cursor.name().is_some_and(|(name, _)| name == word);
    if !found {
        cursor.at = before;
    }
    found
}

fn binding(cursor: &mut Cursor<'_>, depth: usize) -> Result<Binding, Fault> {
    let next = cursor.peek();
    let start = cursor.at;
    let close = match next {
        Some('(') => ")",
        Some('[') => "]",
        _ => {
            let Some((name, range)) = cursor.name() else {
                return Err(cursor.unexpected("a name, or a tuple of names"));
            };
            let kind = if name == "_" {
                BindingKind::Hole
            } else {
                BindingKind::Name(name)
            };
            return Ok(Binding { range, kind });
        }
    };
    if depth > 8 {
        return Err(cursor.unexpected("a pattern that is less deep"));
    }
    cursor.at += 1;
    let mut parts = Vec::new();
    while !cursor.eat(close) {
        parts.push(binding(cursor, depth + 1)?);
        if !cursor.eat(",") {
            cursor.expect(close)?;
            break;
        }
    }
    Ok(Binding {
        range: start..cursor.at,
        kind: if close == ")" {
            BindingKind::Tuple(parts)
        } else {
            BindingKind::List(parts)
        },
    })
}

fn call(
    cursor: &mut Cursor<'_>,
    mut path: Vec<String>,
    mut name_range: Range<usize>,
) -> Result<CallSyntax, Fault> {
    let start = name_range.start;
    let mut receiver = None;
    if path.len() == 1 && cursor.eat(".") {
        receiver = path.pop().map(|name| (name, name_range));
        let Some((name, range)) = cursor.name() else {
            return Err(cursor.unexpected("the name of a method"));
        };
        path.push(name);
        name_range = range;
    }
    let name = path.pop().expect("a path has a name");
    let owner = path.pop();
    if !path.is_empty() {
        let message = "a call names its type at most: `Type::new(…)`";
        return Err(Fault::new(name_range, message, ""));
    }
    cursor.expect("(")?;
    let arguments = cursor.terms(")")?;
    Ok(CallSyntax {
        range: start..cursor.at,
        receiver,
        owner,
        name,
        name_range,
        arguments,
    })
}

fn answer(cursor: &mut Cursor<'_>) -> Result<AnswerSyntax, Fault> {
    for (word, answer) in [
        ("blocks", AnswerSyntax::Blocks),
        ("panics", AnswerSyntax::Panics),
    ] {
        if keyword(cursor, word) {
            return Ok(answer);
        }
    }
    cursor.term().map(AnswerSyntax::Term)
}

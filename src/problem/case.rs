//! Test cases: sequences of calls with what they should answer.

use crate::value::{Fields, Value, list};

/// A test case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, unique in the package.
    pub name: String,
    /// Whether the candidate sees it.
    pub sample: bool,
    /// Index of the contract's instance it is about.
    pub instance: usize,
    /// What happens, in order.
    pub lines: Vec<Line>,
}

/// One line of a case.
#[derive(Clone, Debug)]
pub struct Line {
    /// The call as the author wrote it, without thread, binding and answer.
    pub text: String,
    /// The name that the line begins with, if it belongs to a thread.
    pub thread: Option<String>,
    /// What is done.
    pub action: Action,
    /// What should come of it; `None` leaves it to the model.
    pub expected: Option<Expected>,
}

/// What a line does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Makes a call.
    Call(CallLine),
    /// Looks at the answer of a call that its thread began earlier.
    Await,
}

/// A call in a line.
#[derive(Clone, Debug)]
pub struct CallLine {
    /// The operation.
    pub operation: OperationRef,
    /// The handle it is called on; the subject for its methods, `None` for constructors
    /// and functions.
    pub receiver: Option<HandleRef>,
    /// The arguments, in order.
    pub arguments: Vec<Argument>,
    /// The names given to the handles in the answer, by position; `None` where it is `_`.
    pub bound: Vec<Option<String>>,
}

/// Which operation a call means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationRef {
    /// One of the instance's operations.
    Numbered(u16),
    /// `drop(p)`; the handle is the call's receiver, as with the next two.
    Drop,
    /// `unwind(p)`.
    Unwind,
    /// `clone(p)`.
    Clone,
}

/// A handle by where it comes from: the `position`-th opaque value (from 0) in the answer
/// of the call in line `line` (from 0). The subject is the one that the first line makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HandleRef {
    /// Index of the line.
    pub line: usize,
    /// Position in its answer.
    pub position: usize,
}

impl HandleRef {
    /// The number it has on the wire. A line makes at most 256 handles.
    pub fn number(self) -> u32 {
        let number = self.line << 8 | self.position;
        u32::try_from(number).expect("a case has fewer than 2^24 lines")
    }
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A literal, in plain form.
    Value(Value),
    /// `@name(args)`: what a function of model.rs makes.
    Generated {
        /// Index into [`Problem::generators`](super::Problem::generators).
        generator: u16,
        /// Its arguments.
        arguments: Vec<Value>,
    },
    /// A handle.
    Handle(HandleRef),
}

/// What should come of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An answer of this form.
    Answer(Pattern),
    /// It waits.
    Blocks,
    /// It panics.
    Panics,
}

/// An answer with places left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// `_`: anything.
    Any,
    /// Exactly this.
    Value(Value),
    /// A tuple of these.
    Tuple(Vec<Pattern>),
    /// A list of these.
    List(Vec<Pattern>),
    /// A variant or struct of this name whose fields are of these forms.
    Variant(String, Fields<Pattern>),
}

impl Pattern {
    /// Whether the value has this form.
    pub fn matches(&self, value: &Value) -> bool {
        let all = |patterns: &[&Self], values: &[&Value]| {
            patterns.len() == values.len()
                && patterns
                    .iter()
                    .zip(values)
                    .all(|(pattern, value)| pattern.matches(value))
        };
        match (self, value) {
            (Self::Any, _) => true,
            (Self::Value(exact), value) => exact == value,
            (Self::Tuple(patterns), Value::Tuple(values))
            | (Self::List(patterns), Value::List(values)) => {
                let patterns: Vec<&Self> = patterns.iter().collect();
                all(&patterns, &values.iter().collect::<Vec<_>>())
            }
            (Self::Variant(wanted, patterns), Value::Variant { name, fields }) => {
                wanted == name && all(&patterns.values(), &fields.values())
            }
            _ => false,
        }
    }

    /// Whether no place is left open.
    pub const fn exact(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Any => f.write_str("_"),
            Self::Value(value) => write!(f, "{value}"),
            Self::Tuple(patterns) => list(f, "(", patterns, ")"),
            Self::List(patterns) => list(f, "[", patterns, "]"),
            Self::Variant(name, fields) => write!(f, "{name}{fields}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_as_it_is_written() {
        let value = |number| Pattern::Value(Value::Unsigned(number));
        let held = Fields::Named(vec![
            ("by".into(), Pattern::Any),
            ("since".into(), value(3)),
        ]);
        let held = Pattern::Variant("Held".into(), held);
        let both = Pattern::Tuple(vec![held, Pattern::List(vec![Pattern::Any, value(4)])]);
        let some = Pattern::Variant("Some".into(), Fields::Tuple(vec![both]));
        assert_eq!(some.to_string(), "Some((Held { by: _, since: 3 }, [_, 4]))");
    }
}

//! Plain values: what arguments and answers are on the judge's side.

use std::cmp::Ordering;
use std::fmt;
use std::time::Duration;

/// A value of one of the contract's plain types. Its own type is not part of it: the
/// number 5 is the same value as a `u8` and as an `i64`.
#[derive(Clone, Debug)]
pub enum Value {
    /// `()`.
    Unit,
    /// `true` or `false`.
    Bool(bool),
    /// A character.
    Char(char),
    /// A whole number that is not negative.
    Unsigned(u128),
    /// A negative whole number.
    Negative(i128),
    /// A float of either size.
    Float(f64),
    /// A text.
    Text(String),
    /// A duration.
    Duration(Duration),
    /// A tuple of at least one element.
    Tuple(Vec<Value>),
    /// A list, queue, slice or array.
    List(Vec<Value>),
    /// A set, sorted, without repetitions.
    Set(Vec<Value>),
    /// A map, sorted by key, without repetitions.
    Map(Vec<(Value, Value)>),
    /// A variant of an enum, `Option` and `Result` included, or a struct.
    Variant {
        /// The variant's name without its enum's, or the struct's.
        name: String,
        /// What it holds.
        fields: Fields,
    },
    /// An opaque value that stayed in the other process.
    Handle(u32),
}

/// What a variant or a struct holds: values, or what is said of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fields<T = Value> {
    /// Nothing.
    Unit,
    /// Fields by position.
    Tuple(Vec<T>),
    /// Fields by name, in the order of the type.
    Named(Vec<(String, T)>),
}

impl Value {
    /// The number as a value.
    pub const fn signed(number: i128) -> Self {
        if number < 0 {
            Self::Negative(number)
        } else {
            Self::Unsigned(number.unsigned_abs())
        }
    }

    /// `None`.
    pub fn none() -> Self {
        Self::Variant {
            name: "None".into(),
            fields: Fields::Unit,
        }
    }

    /// A variant with one field: `Some(…)`, `Ok(…)`, `Err(…)`.
    pub fn wrapped(name: &str, value: Self) -> Self {
        Self::Variant {
            name: name.into(),
            fields: Fields::Tuple(vec![value]),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Unit => 0,
            Self::Bool(_) => 1,
            Self::Char(_) => 2,
            Self::Negative(_) => 3,
            Self::Unsigned(_) => 4,
            Self::Float(_) => 5,
            Self::Text(_) => 6,
            Self::Duration(_) => 7,
            Self::Tuple(_) => 8,
            Self::List(_) => 9,
            Self::Set(_) => 10,
            Self::Map(_) => 11,
            Self::Variant { .. } => 12,
            Self::Handle(_) => 13,
        }
    }
}

impl<T> Fields<T> {
    /// The same fields with something else in them.
    pub fn map<U>(&self, change: &mut impl FnMut(&T) -> U) -> Fields<U> {
        match self {
            Self::Unit => Fields::Unit,
            Self::Tuple(values) => Fields::Tuple(values.iter().map(change).collect()),
            Self::Named(fields) => Fields::Named(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), change(value)))
                    .collect(),
            ),
        }
    }

    /// What is in them, in order.
    pub fn values(&self) -> Vec<&T> {
        match self {
            Self::Unit => vec![],
            Self::Tuple(values) => values.iter().collect(),
            Self::Named(fields) => fields.iter().map(|(_, value)| value).collect(),
        }
    }
}

/// As they stand after the name of a variant or a struct.
impl<T: fmt::Display> fmt::Display for Fields<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => Ok(()),
            Self::Tuple(fields) => list(f, "(", fields, ")"),
            Self::Named(fields) => {
                f.write_str(" { ")?;
                for (index, (field, value)) in fields.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{field}: {value}")?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// A total order, for canonical maps and sets. Floats: the two zeros are equal, and so
/// are all NaNs, which come last.
impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Char(a), Self::Char(b)) => a.cmp(b),
            (Self::Unsigned(a), Self::Unsigned(b)) => a.cmp(b),
            (Self::Negative(a), Self::Negative(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => {
                a.partial_cmp(b)
                    .unwrap_or_else(|| match (a.is_nan(), b.is_nan()) {
                        (true, true) => Ordering::Equal,
                        (true, false) => Ordering::Greater,
                        (false, _) => Ordering::Less,
                    })
            }
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Duration(a), Self::Duration(b)) => a.cmp(b),
            (Self::Tuple(a), Self::Tuple(b))
            | (Self::List(a), Self::List(b))
            | (Self::Set(a), Self::Set(b)) => a.cmp(b),
            (Self::Map(a), Self::Map(b)) => a.cmp(b),
            (
                Self::Variant { name, fields },
                Self::Variant {
                    name: other_name,
                    fields: other_fields,
                },
            ) => name.cmp(other_name).then_with(|| fields.cmp(other_fields)),
            (Self::Handle(a), Self::Handle(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

/// As a literal of a package's lines would be written. Texts are escaped as Rust's
/// `Debug` does, so no control character survives.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Char(value) => write!(f, "{value:?}"),
            Self::Unsigned(value) => write!(f, "{value}"),
            Self::Negative(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value:?}"),
            Self::Duration(value) => duration(*value, f),
            Self::Tuple(elements) if elements.len() == 1 => write!(f, "({},)", elements[0]),
            Self::Tuple(elements) => list(f, "(", elements, ")"),
            Self::List(elements) => list(f, "[", elements, "]"),
            Self::Set(elements) => list(f, "{", elements, "}"),
            Self::Map(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{key}: {value}")?;
                }
                f.write_str("}")
            }
            Self::Variant { name, fields } => write!(f, "{name}{fields}"),
            Self::Handle(handle) => write!(f, "#{handle}"),
        }
    }
}

/// Elements between brackets.
pub fn list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    open: &str,
    elements: &[T],
    close: &str,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, element) in elements.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(f, "{comma}{element}")?;
    }
    f.write_str(close)
}

/// Seconds with as many decimals as there are, or whole milliseconds below a second.
fn duration(value: Duration, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if value == Duration::MAX {
        return f.write_str("Duration::MAX");
    }
    let (seconds, nanoseconds) = (value.as_secs(), value.subsec_nanos());
    if nanoseconds == 0 {
        return write!(f, "{seconds}s");
    }
    if seconds == 0 && nanoseconds % 1_000_000 == 0 {
        return write!(f, "{}ms", nanoseconds / 1_000_000);
    }
    let decimals = format!("{nanoseconds:09}");
    write!(f, "{seconds}.{}s", decimals.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_like_literals() {
        let deny = Value::Variant {
            name: "Deny".into(),
            fields: Fields::Named(vec![(
                "retry_after".into(),
                Value::Duration(Duration::from_millis(8500)),
            )]),
        };
        let value = Value::List(vec![
            Value::Tuple(vec![Value::Text("a\n".into()), Value::signed(-3)]),
            Value::wrapped("Some", deny),
            Value::Duration(Duration::from_millis(250)),
            Value::Duration(Duration::from_nanos(1)),
            Value::Map(vec![(Value::Unsigned(1), Value::Float(0.5))]),
        ]);
        assert_eq!(
            value.to_string(),
            r#"[("a\n", -3), Some(Deny { retry_after: 8.5s }), 250ms, 0.000000001s, {1: 0.5}]"#
        );
    }

    #[test]
    fn nan_equals_itself_and_the_zeros_are_one() {
        assert_eq!(Value::Float(f64::NAN), Value::Float(f64::NAN));
        assert_eq!(Value::Float(0.0), Value::Float(-0.0));
        assert_ne!(Value::Float(f64::NAN), Value::Float(0.0));
    }
}

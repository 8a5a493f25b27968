//! What is simpler than a value: zero, fewer elements, earlier alternatives.

use super::clock::nanoseconds;
use super::domain::contains;
use crate::problem::domain::Domain;
use crate::value::{Fields, Value};
use std::time::Duration;

/// Values of the domain that are simpler than this one, simplest first.
pub fn simpler(domain: &Domain, value: &Value) -> Vec<Value> {
    let mut found = match domain {
        Domain::Value(only) if only != value => vec![only.clone()],
        Domain::Value(_) | Domain::Generated { .. } => vec![],
        Domain::Range { first, last } | Domain::Rising { first, last, .. } => {
            between(&simplest(first, last), value)
        }
        Domain::OneOf(alternatives) => {
            let mut found = vec![];
            for alternative in alternatives {
                if contains(alternative, value) {
                    found.extend(simpler(alternative, value));
                    break;
                }
                found.extend(example(alternative));
            }
            found
        }
        Domain::List { element, least, .. } => shorter(element, *least, value),
    };
    found.retain(|simple| simple != value);
    found
}

/// Values of the same type that are simpler, for where there is no domain.
pub fn simpler_plain(value: &Value) -> Vec<Value> {
    let zero = match value {
        Value::Unsigned(_) | Value::Negative(_) => Some(Value::Unsigned(0)),
        Value::Duration(_) => Some(Value::Duration(Duration::ZERO)),
        _ => None,
    };
    let each = |values: &[Value]| -> Vec<Vec<Value>> {
        let simpler = values.iter().enumerate().flat_map(|(index, part)| {
            simpler_plain(part).into_iter().map(move |simple| {
                let mut others = values.to_vec();
                others[index] = simple;
                others
            })
        });
        simpler.collect()
    };
    let mut found = match value {
        Value::Unsigned(_) | Value::Negative(_) | Value::Duration(_) => {
            zero.map_or_else(Vec::new, |zero| between(&zero, value))
        }
        Value::List(values) => {
            let mut fewer = vec![];
            let mut size = values.len();
            while size > 0 {
                for start in (0..values.len()).step_by(size) {
                    let mut others = values.clone();
                    others.drain(start..(start + size).min(values.len()));
                    fewer.push(others);
                }
                size /= 2;
            }
            if values.len() <= MOST_ELEMENTS {
                fewer.extend(each(values));
            }
            fewer.into_iter().map(Value::List).collect()
        }
        Value::Tuple(values) => each(values).into_iter().map(Value::Tuple).collect(),
        Value::Variant {
            name,
            fields: Fields::Tuple(values),
        } => each(values)
            .into_iter()
            .map(|values| Value::Variant {
                name: name.clone(),
                fields: Fields::Tuple(values),
            })
            .collect(),
        _ => vec![],
    };
    found.retain(|simple| simple != value);
    found
}

/// In longer lists than this the elements stay as they are.
const MOST_ELEMENTS: usize = 40;

/// The simplest value of a domain.
pub fn example(domain: &Domain) -> Option<Value> {
    match domain {
        Domain::Value(value) => Some(value.clone()),
        Domain::Range { first, last } | Domain::Rising { first, last, .. } => {
            Some(simplest(first, last))
        }
        Domain::OneOf(alternatives) => alternatives.first().and_then(example),
        Domain::List { element, least, .. } => {
            let element = example(element);
            match (least, element) {
                (0, _) => Some(Value::List(vec![])),
                (_, Some(element)) => Some(Value::List(vec![element; *least])),
                (_, None) => None,
            }
        }
        Domain::Generated { .. } => None,
    }
}

/// Zero if it lies between, else the end that is closer to it.
fn simplest(first: &Value, last: &Value) -> Value {
    match (first, last) {
        (Value::Negative(_), Value::Unsigned(_)) => Value::Unsigned(0),
        (Value::Negative(_), Value::Negative(_)) => last.clone(),
        (Value::Float(low), Value::Float(high)) if *low < 0.0 && *high >= 0.0 => Value::Float(0.0),
        (Value::Float(low), Value::Float(_)) if *low < 0.0 => last.clone(),
        _ => first.clone(),
    }
}

/// Values on the way from the simplest one to this one.
fn between(simplest: &Value, value: &Value) -> Vec<Value> {
    let mut found = vec![simplest.clone()];
    match (simplest, value) {
        (Value::Duration(low), Value::Duration(high)) if low < high => {
            // Round ones first: whole seconds, then tenths and so on.
            for unit in [1_000_000_000, 100_000_000, 1_000_000, 1_000_u128] {
                let whole = high.as_nanos() / unit * unit;
                if whole > low.as_nanos() {
                    found.extend(nanoseconds(whole).map(Value::Duration));
                }
            }
            for part in halves(high.as_nanos() - low.as_nanos()) {
                found.extend(nanoseconds(low.as_nanos() + part).map(Value::Duration));
            }
        }
        (Value::Unsigned(low), Value::Unsigned(high)) if low < high => {
            found.extend(halves(high - low).map(|part| Value::Unsigned(low + part)));
        }
        (low, Value::Negative(high)) => {
            let low = match low {
                Value::Negative(low) => *low,
                _ => 0,
            };
            if *high < low {
                let parts = halves(high.abs_diff(low));
                found.extend(parts.map(|part| {
                    Value::signed(low - i128::try_from(part).expect("less than the distance"))
                }));
            }
        }
        (Value::Char(low), Value::Char(high)) if low < high => {
            let parts = halves(u128::from(u32::from(*high) - u32::from(*low)));
            found.extend(parts.filter_map(|part| {
                let code = u32::from(*low) + u32::try_from(part).ok()?;
                char::from_u32(code).map(Value::Char)
            }));
        }
        (Value::Float(low), Value::Float(high)) if high.fract() != 0.0 => {
            let whole = high.trunc();
            if whole.abs() >= low.abs() {
                found.push(Value::Float(whole));
            }
        }
        _ => {}
    }
    found
}

/// Half of the distance, three quarters and so on, and all but one.
fn halves(distance: u128) -> impl Iterator<Item = u128> {
    let mut left = distance;
    std::iter::from_fn(move || {
        left /= 2;
        (left > 0).then_some(distance - left)
    })
}

/// Lists with fewer or simpler elements.
fn shorter(element: &Domain, least: usize, value: &Value) -> Vec<Value> {
    let Value::List(values) = value else {
        return vec![];
    };
    let mut found = vec![];
    if values.len() > least {
        found.push(Value::List(values[..least].to_vec()));
        for index in (0..values.len()).rev() {
            let mut fewer = values.clone();
            fewer.remove(index);
            found.push(Value::List(fewer));
        }
    }
    for (index, part) in values.iter().enumerate() {
        for simple in simpler(element, part) {
            let mut others = values.clone();
            others[index] = simple;
            found.push(Value::List(others));
        }
    }
    found
}

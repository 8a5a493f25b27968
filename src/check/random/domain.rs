//! Values by chance: drawing from a domain, whether a value lies in one, and what is simpler.

use super::clock::{nanoseconds, plus};
use crate::problem::contract::{Contract, FieldTypes, Shape};
use crate::problem::domain::Domain;
use crate::problem::types::Type;
use crate::value::{Fields, Value};
use fastrand::Rng;
use std::time::Duration;

/// What a parameter without a domain is drawn from: few and small values of its type.
pub fn of_type(ty: &Type, contract: &Contract, depth: usize) -> Domain {
    let inner = |ty: &Type| of_type(ty, contract, depth + 1);
    let value = |text: &str| Domain::Value(Value::Text(text.into()));
    let unit = |name: &str| {
        Domain::Value(Value::Variant {
            name: name.into(),
            fields: Fields::Unit,
        })
    };
    let seconds = |count| Value::Duration(Duration::from_secs(count));
    match ty {
        Type::Bool => Domain::OneOf(vec![
            Domain::Value(Value::Bool(false)),
            Domain::Value(Value::Bool(true)),
        ]),
        Type::Char => Domain::Range {
            first: Value::Char('a'),
            last: Value::Char('d'),
        },
        Type::Int(kind) => Domain::Range {
            first: Value::signed(if kind.signed() { -4 } else { 0 }),
            last: Value::Unsigned(9),
        },
        Type::Float(_) => Domain::Range {
            first: Value::Float(0.0),
            last: Value::Float(4.0),
        },
        Type::Text(_) => Domain::OneOf(["a", "b", "", "ab"].map(value).into()),
        Type::Duration => Domain::Range {
            first: seconds(0),
            last: seconds(5),
        },
        Type::Pointer(_, ty) | Type::Tracked(ty) | Type::Reference { to: ty, .. } => inner(ty),
        Type::List(_, element) if depth < DEEPEST => Domain::List {
            element: Box::new(inner(element)),
            least: 0,
            most: 4,
        },
        Type::Array(element, length) => Domain::List {
            element: Box::new(inner(element)),
            least: *length,
            most: *length,
        },
        Type::Given(name, arguments) => {
            let shape = contract.given(name).map(|given| given.shape_for(arguments));
            let Some(Shape::Enum(variants)) = shape else {
                return Domain::Value(first(ty, contract, depth));
            };
            let units = variants
                .iter()
                .filter(|(_, fields)| *fields == FieldTypes::Unit);
            let units: Vec<Domain> = units.map(|(name, _)| unit(name)).collect();
            if units.is_empty() {
                return Domain::Value(first(ty, contract, depth));
            }
            Domain::OneOf(units)
        }
        Type::Option(_) => Domain::OneOf(vec![
            Domain::Value(Value::none()),
            Domain::Value(Value::wrapped(
                "Some",
                first(ty_inside(ty), contract, depth + 1),
            )),
        ]),
        _ => Domain::Value(first(ty, contract, depth)),
    }
}

/// Domains made from types nest no deeper.
const DEEPEST: usize = 3;

fn ty_inside(ty: &Type) -> &Type {
    match ty {
        Type::Option(inner) | Type::Pointer(_, inner) | Type::Reference { to: inner, .. } => inner,
        other => other,
    }
}

/// Some value of a type.
fn first(ty: &Type, contract: &Contract, depth: usize) -> Value {
    let inner = |ty: &Type| first(ty, contract, depth + 1);
    let fields = |types: &FieldTypes| match types {
        FieldTypes::Unit => Fields::Unit,
        FieldTypes::Tuple(types) => Fields::Tuple(types.iter().map(inner).collect()),
        FieldTypes::Named(types) => Fields::Named(
            types
                .iter()
                .map(|(name, ty)| (name.clone(), inner(ty)))
                .collect(),
        ),
    };
    match ty {
        Type::Bool => Value::Bool(false),
        Type::Char => Value::Char('a'),
        Type::Int(_) => Value::Unsigned(0),
        Type::Float(_) => Value::Float(0.0),
        Type::Text(_) => Value::Text(String::new()),
        Type::Duration => Value::Duration(Duration::ZERO),
        Type::Tuple(types) => Value::Tuple(types.iter().map(inner).collect()),
        Type::Array(element, length) => Value::List(vec![inner(element); *length]),
        Type::List(..) => Value::List(vec![]),
        Type::Set(..) => Value::Set(vec![]),
        Type::Map(..) => Value::Map(vec![]),
        Type::Option(_) => Value::none(),
        Type::Result(ok, _) => Value::wrapped("Ok", inner(ok)),
        Type::Pointer(_, ty) | Type::Tracked(ty) | Type::Reference { to: ty, .. } => inner(ty),
        Type::Given(name, arguments) if depth < 2 * DEEPEST => {
            match contract.given(name).map(|given| given.shape_for(arguments)) {
                Some(Shape::Struct(types)) => Value::Variant {
                    name: name.clone(),
                    fields: fields(&types),
                },
                Some(Shape::Enum(variants)) if !variants.is_empty() => Value::Variant {
                    name: variants[0].0.clone(),
                    fields: fields(&variants[0].1),
                },
                _ => Value::Unit,
            }
        }
        _ => Value::Unit,
    }
}

/// Draws a value. `clock` is where a rising domain stands within the sequence.
pub fn draw(domain: &Domain, clock: Option<&Value>, rng: &mut Rng) -> Value {
    match domain {
        Domain::Value(value) => value.clone(),
        Domain::Range { first, last } => range(first, last, rng),
        Domain::OneOf(alternatives) => {
            let chosen = rng.usize(..alternatives.len());
            draw(&alternatives[chosen], clock, rng)
        }
        Domain::List {
            element,
            least,
            most,
        } => {
            let length = rng.usize(*least..=*most);
            Value::List((0..length).map(|_| draw(element, clock, rng)).collect())
        }
        Domain::Rising {
            first,
            last,
            least_step,
            most_step,
        } => match clock {
            None => first.clone(),
            Some(now) => plus(now, &range(least_step, most_step, rng)).map_or_else(
                || last.clone(),
                |next| if next > *last { last.clone() } else { next },
            ),
        },
        // Drawn where the model is.
        Domain::Generated { .. } => Value::Unit,
    }
}

/// Whether a value lies in the domain, apart from where a clock stands.
pub fn contains(domain: &Domain, value: &Value) -> bool {
    match domain {
        Domain::Value(only) => only == value,
        Domain::Range { first, last } | Domain::Rising { first, last, .. } => {
            first <= value && value <= last && numeric(value) == numeric(first)
        }
        Domain::OneOf(alternatives) => alternatives.iter().any(|each| contains(each, value)),
        Domain::List {
            element,
            least,
            most,
        } => match value {
            Value::List(values) => {
                (*least..=*most).contains(&values.len())
                    && values.iter().all(|value| contains(element, value))
            }
            _ => false,
        },
        Domain::Generated { .. } => false,
    }
}

const fn numeric(value: &Value) -> u8 {
    match value {
        Value::Unsigned(_) | Value::Negative(_) => 1,
        Value::Duration(_) => 2,
        Value::Char(_) => 3,
        Value::Float(_) => 4,
        _ => 0,
    }
}

/// A value between the two, both included. Small distances are drawn evenly; of large ones
/// the ends and round or small values come more often, since that is where mistakes are.
fn range(first: &Value, last: &Value, rng: &mut Rng) -> Value {
    match (first, last) {
        (Value::Duration(low), Value::Duration(high)) => {
            Value::Duration(duration(*low, *high, rng))
        }
        (Value::Char(low), Value::Char(high)) => Value::Char(rng.char(*low..=*high)),
        (Value::Float(low), Value::Float(high)) => Value::Float(match rng.u8(..8) {
            0 => *low,
            1 => *high,
            2..=4 => (low + (high - low) * rng.f64()).round().clamp(*low, *high),
            _ => low + (high - low) * rng.f64(),
        }),
        _ => {
            let offset = offset(distance(first, last), rng);
            match first {
                Value::Negative(low) => match offset.checked_sub(low.unsigned_abs()) {
                    Some(above) => Value::Unsigned(above),
                    None => Value::signed(low.wrapping_add_unsigned(offset)),
                },
                Value::Unsigned(low) => Value::Unsigned(low + offset),
                other => other.clone(),
            }
        }
    }
}

fn distance(first: &Value, last: &Value) -> u128 {
    match (first, last) {
        (Value::Unsigned(low), Value::Unsigned(high)) => high - low,
        (Value::Negative(low), Value::Unsigned(high)) => low.unsigned_abs().saturating_add(*high),
        (Value::Negative(low), Value::Negative(high)) => high.abs_diff(*low),
        _ => 0,
    }
}

/// A number up to `most`.
fn offset(most: u128, rng: &mut Rng) -> u128 {
    if most < 64 {
        return rng.u128(..=most);
    }
    match rng.u8(..8) {
        0 => rng.u128(..=1),
        1 => most - rng.u128(..=1),
        2..=4 => {
            let bits = 128 - most.leading_zeros();
            let cut = rng.u32(..bits);
            rng.u128(..=(most >> cut))
        }
        _ => rng.u128(..=most),
    }
}

/// Durations are rarely hit by accident: what is tried are multiples of units of the size
/// of the range, their neighbours a nanosecond away, and sometimes anything.
fn duration(low: Duration, high: Duration, rng: &mut Rng) -> Duration {
    const UNITS: [u128; 6] = [
        3_600_000_000_000,
        60_000_000_000,
        1_000_000_000,
        1_000_000,
        1_000,
        1,
    ];
    let (low, high) = (low.as_nanos(), high.as_nanos());
    let unit = UNITS
        .into_iter()
        .find(|unit| high - low >= *unit)
        .unwrap_or(1);
    let multiple = |unit: u128, rng: &mut Rng| {
        let (least, most) = (low.div_ceil(unit), high / unit);
        if least > most {
            return rng.u128(low..=high);
        }
        unit * rng.u128(least..=most)
    };
    let drawn = match rng.u8(..16) {
        0..=8 => multiple(unit, rng),
        9 | 10 => multiple((unit / 2).max(1), rng),
        11 | 12 => multiple((unit / 10).max(1), rng),
        13 => multiple(unit, rng).saturating_sub(1),
        14 => multiple(unit, rng) + 1,
        _ => rng.u128(low..=high),
    };
    nanoseconds(drawn.clamp(low, high)).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests;

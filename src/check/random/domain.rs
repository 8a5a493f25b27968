//! Values by chance: drawing from a domain, whether a value lies in one, and what is simpler.

use crate::problem::contract::{Contract, FieldTypes, Shape};
use crate::problem::domain::Domain;
use crate::problem::types::{Int, Type};
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
        Type::Pointer(_, ty) | Type::Reference { to: ty, .. } => inner(ty),
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
        Type::Pointer(_, ty) | Type::Reference { to: ty, .. } => inner(ty),
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
fn example(domain: &Domain) -> Option<Value> {
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

fn nanoseconds(count: u128) -> Option<Duration> {
    let seconds = u64::try_from(count / 1_000_000_000).ok()?;
    let rest = u32::try_from(count % 1_000_000_000).expect("below a second");
    Some(Duration::new(seconds, rest))
}

/// The sum of two whole numbers or durations; `None` if there is none.
pub fn plus(value: &Value, step: &Value) -> Option<Value> {
    match (value, step) {
        (Value::Duration(value), Value::Duration(step)) => {
            value.checked_add(*step).map(Value::Duration)
        }
        (Value::Unsigned(value), Value::Unsigned(step)) => {
            value.checked_add(*step).map(Value::Unsigned)
        }
        (Value::Negative(value), Value::Unsigned(step)) => {
            let below = value.unsigned_abs();
            Some(match step.checked_sub(below) {
                Some(above) => Value::Unsigned(above),
                None => Value::signed(value.checked_add_unsigned(*step)?),
            })
        }
        _ => None,
    }
}

/// How far a later value of a clock is from an earlier one; `None` if it is not later.
pub fn minus(value: &Value, earlier: &Value) -> Option<Value> {
    match (value, earlier) {
        (Value::Duration(value), Value::Duration(earlier)) => {
            value.checked_sub(*earlier).map(Value::Duration)
        }
        (Value::Unsigned(value), Value::Unsigned(earlier)) => {
            value.checked_sub(*earlier).map(Value::Unsigned)
        }
        (Value::Negative(value), Value::Negative(earlier)) if value >= earlier => {
            Some(Value::Unsigned(value.abs_diff(*earlier)))
        }
        (Value::Unsigned(value), Value::Negative(earlier)) => value
            .checked_add(earlier.unsigned_abs())
            .map(Value::Unsigned),
        _ => None,
    }
}

/// A step of nothing, of the clock's kind.
pub const fn no_step(value: &Value) -> Value {
    match value {
        Value::Duration(_) => Value::Duration(Duration::ZERO),
        _ => Value::Unsigned(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Value {
        Value::Duration(Duration::from_secs(count))
    }

    fn domains() -> Vec<Domain> {
        let number = |first: i128, last: i128| Domain::Range {
            first: Value::signed(first),
            last: Value::signed(last),
        };
        vec![
            Domain::Value(Value::Bool(true)),
            number(0, 5),
            number(-3, 3),
            number(-9, -2),
            number(i128::MIN, i128::MAX),
            Domain::Range {
                first: Value::Unsigned(0),
                last: Value::Unsigned(u128::MAX),
            },
            number(100, 1_000_000),
            Domain::Range {
                first: seconds(1),
                last: Value::Duration(Duration::MAX),
            },
            Domain::Range {
                first: Value::Duration(Duration::from_nanos(3)),
                last: Value::Duration(Duration::from_millis(7)),
            },
            Domain::Range {
                first: Value::Float(-1.5),
                last: Value::Float(2.0),
            },
            Domain::Range {
                first: Value::Char('a'),
                last: Value::Char('\u{10ffff}'),
            },
            Domain::List {
                element: Box::new(Domain::OneOf(vec![
                    Domain::Value(Value::Unsigned(9)),
                    number(0, 3),
                ])),
                least: 2,
                most: 4,
            },
        ]
    }

    #[test]
    fn every_value_drawn_lies_in_its_domain_and_so_does_all_that_is_simpler() {
        let mut rng = Rng::with_seed(1);
        for domain in domains() {
            for _ in 0..500 {
                let value = draw(&domain, None, &mut rng);
                assert!(contains(&domain, &value), "{value} of {domain:?}");
                for simple in simpler(&domain, &value) {
                    assert!(contains(&domain, &simple), "{simple} of {domain:?}");
                    assert_ne!(simple, value);
                }
            }
        }
    }

    #[test]
    fn making_a_value_simpler_comes_to_an_end_at_the_simplest() {
        let mut rng = Rng::with_seed(2);
        for domain in domains() {
            for _ in 0..50 {
                let mut value = draw(&domain, None, &mut rng);
                for step in 0.. {
                    assert!(step < 200, "{value} of {domain:?}");
                    let mut simple = simpler(&domain, &value);
                    // The smallest step for a while, then the largest.
                    value = match simple.pop() {
                        Some(last) if step < 100 => last,
                        Some(last) => simple.into_iter().next().unwrap_or(last),
                        None => break,
                    };
                }
                assert_eq!(Some(value), example(&domain));
            }
        }
    }

    #[test]
    fn both_ends_of_a_range_are_drawn() {
        for (first, last) in [(0, 5), (-2, 1), (0, 1_000_000)] {
            let (first, last) = (Value::signed(first), Value::signed(last));
            let mut rng = Rng::with_seed(3);
            let drawn: Vec<Value> = (0..400).map(|_| range(&first, &last, &mut rng)).collect();
            assert!(drawn.contains(&first) && drawn.contains(&last));
        }
    }

    #[test]
    fn a_clock_never_falls_and_never_passes_its_end() {
        let domain = Domain::Rising {
            first: seconds(0),
            last: seconds(20),
            least_step: seconds(0),
            most_step: seconds(2),
        };
        let mut rng = Rng::with_seed(4);
        let mut now = draw(&domain, None, &mut rng);
        assert_eq!(now, seconds(0));
        for _ in 0..100 {
            let next = draw(&domain, Some(&now), &mut rng);
            assert!(now <= next && next <= seconds(20));
            assert!(minus(&next, &now).expect("later") <= seconds(2));
            now = next;
        }
        assert_eq!(now, seconds(20));
    }

    #[test]
    fn steps_add_up_across_zero() {
        let sum = plus(&Value::Negative(-3), &Value::Unsigned(5)).expect("a sum");
        assert_eq!(sum, Value::Unsigned(2));
        assert_eq!(minus(&sum, &Value::Negative(-3)), Some(Value::Unsigned(5)));
        assert_eq!(
            plus(&Value::Negative(-3), &Value::Unsigned(1)),
            Some(Value::Negative(-2))
        );
    }
}

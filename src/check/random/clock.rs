//! Sums and differences of whole numbers and durations, for what rises.

use crate::value::Value;
use std::time::Duration;

/// A duration of so many nanoseconds; `None` if there is none that long.
pub fn nanoseconds(count: u128) -> Option<Duration> {
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

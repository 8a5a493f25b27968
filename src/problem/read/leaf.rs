//! Literals without parts held against types, and what to say of those that do not fit.

use super::fault::{Fault, counted};
use super::term::{Kind, Term};
use crate::problem::contract::FieldTypes;
use crate::problem::types::{Float, Int, List, Type};
use crate::value::Value;
use std::time::Duration;

/// A literal without parts.
pub(super) fn leaf(term: &Term, ty: &Type) -> Result<Value, Fault> {
    let name = match &term.kind {
        Kind::Name(path) => path.join("::"),
        _ => String::new(),
    };
    let fitting = match (ty, &term.kind) {
        (Type::Unit, Kind::Tuple(terms)) if terms.is_empty() => Some(Value::Unit),
        (Type::Bool, Kind::Name(_)) => name.parse().ok().map(Value::Bool),
        (Type::Char, Kind::Char(char)) => Some(Value::Char(*char)),
        (Type::Text(_), Kind::Text(text)) => Some(Value::Text(text.clone())),
        (Type::Duration, Kind::Duration(duration)) => Some(Value::Duration(*duration)),
        (Type::Duration, Kind::Name(_)) => match &*name {
            "Duration::MAX" => Some(Value::Duration(Duration::MAX)),
            "Duration::ZERO" => Some(Value::Duration(Duration::ZERO)),
            _ => None,
        },
        (Type::Int(int), _) => return whole(term, *int, &name),
        (Type::Float(float), kind) => decimal(kind, *float, &name).map(Value::Float),
        _ => None,
    };
    fitting.ok_or_else(|| mismatch(term, ty))
}

fn whole(term: &Term, int: Int, name: &str) -> Result<Value, Fault> {
    let ty = Type::Int(int);
    if let Some(limit) = name.strip_prefix(int.name()) {
        return match limit {
            "::MAX" => Ok(Value::Unsigned(int.max())),
            "::MIN" => Ok(Value::signed(int.min())),
            _ => Err(mismatch(term, &ty)),
        };
    }
    let Kind::Whole {
        negative,
        digits,
        suffix,
    } = &term.kind
    else {
        return Err(mismatch(term, &ty));
    };
    if !suffix.is_empty() && suffix != int.name() {
        return Err(mismatch(term, &ty));
    }
    let value = if *negative {
        (*digits <= int.min().unsigned_abs())
            .then(|| Value::signed((*digits).cast_signed().wrapping_neg()))
    } else {
        (*digits <= int.max()).then_some(Value::Unsigned(*digits))
    };
    value.ok_or_else(|| {
        Fault::new(
            term.range.clone(),
            format!("this does not fit in `{ty}`"),
            format!("`{ty}` goes from {} to {}", int.min(), int.max()),
        )
    })
}

fn decimal(kind: &Kind, float: Float, name: &str) -> Option<f64> {
    let ty = match float {
        Float::F32 => "f32",
        Float::F64 => "f64",
    };
    match kind {
        Kind::Decimal { text, suffix } if suffix.is_empty() || suffix == ty => match float {
            Float::F32 => text.parse::<f32>().ok().map(f64::from),
            Float::F64 => text.parse().ok(),
        },
        Kind::Name(_) => match (name.strip_prefix(ty)?, float) {
            ("::NAN", _) => Some(f64::NAN),
            ("::INFINITY", _) => Some(f64::INFINITY),
            ("::NEG_INFINITY", _) => Some(f64::NEG_INFINITY),
            ("::MAX", Float::F32) => Some(f32::MAX.into()),
            ("::MAX", Float::F64) => Some(f64::MAX),
            ("::MIN", Float::F32) => Some(f32::MIN.into()),
            ("::MIN", Float::F64) => Some(f64::MIN),
            _ => None,
        },
        _ => None,
    }
}

/// The variant or struct is the right one, but what it holds is written in another way.
pub(super) fn other_shape(term: &Term, name: &str, types: &FieldTypes) -> Fault {
    let fault = |message: String| Fault::new(term.range.clone(), message, "");
    match types {
        FieldTypes::Unit => fault(format!("`{name}` holds nothing")),
        FieldTypes::Tuple(types) => {
            let count = counted(types.len(), "value");
            fault(format!("`{name}` holds {count} in round brackets"))
        }
        FieldTypes::Named(types) => {
            let fields: Vec<String> = types
                .iter()
                .map(|(field, _)| format!("{field}: …"))
                .collect();
            fault(format!("`{name}` has named fields"))
                .help(format!("write `{name} {{ {} }}`", fields.join(", ")))
        }
    }
}

/// The literal is something else than the type asks for.
pub(super) fn mismatch(term: &Term, ty: &Type) -> Fault {
    let found = match &term.kind {
        Kind::Hole => "`_`".to_owned(),
        Kind::Whole { suffix, .. } if !suffix.is_empty() => format!("a `{suffix}`"),
        Kind::Whole { .. } => "a whole number".into(),
        Kind::Decimal { .. } => "a number with decimals".into(),
        Kind::Duration(_) => "a duration".into(),
        Kind::Text(_) => "a text".into(),
        Kind::Char(_) => "a character".into(),
        Kind::Tuple(terms) if terms.is_empty() => "`()`".into(),
        Kind::Tuple(terms) => format!("a tuple of {}", terms.len()),
        Kind::List(_) => "a list".into(),
        Kind::Braces(_) => "a map or a set".into(),
        Kind::Name(path) | Kind::Call(path, _) | Kind::Struct(path, _) => {
            format!("`{}`", path.join("::"))
        }
        Kind::Generated(name, _) => format!("`@{name}`"),
    };
    let fault = Fault::new(
        term.range.clone(),
        format!("expected a `{ty}`, found {found}"),
        format!("not a `{ty}`"),
    );
    match (ty, &term.kind) {
        (Type::Duration, Kind::Whole { .. }) => fault.help("write `5s`, `1.5s` or `250ms`"),
        (Type::Float(_), Kind::Whole { .. }) => fault.help("write it with decimals, as in `2.0`"),
        (Type::List(List::Vec, _), Kind::Call(path, _)) if path == &["vec"] => {
            fault.help("write `[a, b]`")
        }
        _ => fault,
    }
}

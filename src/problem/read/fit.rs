//! Literals held against types.

use super::fault::{Fault, counted, did_you_mean};
use super::leaf::{leaf, mismatch, other_shape};
use super::term::{Kind, Term};
use crate::problem::case::Pattern;
use crate::problem::contract::{Contract, FieldTypes, Shape};
use crate::problem::types::Type;
use crate::value::{Fields, Value};
use std::ops::Range;

/// The literal as a value of a plain type.
pub(super) fn value(term: &Term, ty: &Type, contract: &Contract) -> Result<Value, Fault> {
    match pattern(term, ty, contract)? {
        Pattern::Value(value) => Ok(value),
        _ => {
            let range = hole(term).unwrap_or(&term.range).clone();
            Err(Fault::new(range, "`_` can only stand in an answer", ""))
        }
    }
}

/// The literal as a pattern for values of a plain type.
pub(super) fn pattern(term: &Term, ty: &Type, contract: &Contract) -> Result<Pattern, Fault> {
    Fit { contract }.pattern(term, ty)
}

/// The first `_` in a literal.
fn hole(term: &Term) -> Option<&Range<usize>> {
    match &term.kind {
        Kind::Hole => Some(&term.range),
        Kind::Tuple(terms) | Kind::List(terms) | Kind::Call(_, terms) => {
            terms.iter().find_map(hole)
        }
        Kind::Struct(_, fields) => fields.iter().find_map(|field| hole(&field.2)),
        Kind::Braces(entries) => entries
            .iter()
            .find_map(|(key, value)| hole(key).or_else(|| value.as_ref().and_then(hole))),
        _ => None,
    }
}

struct Fit<'a> {
    contract: &'a Contract,
}

impl Fit<'_> {
    fn pattern(&self, term: &Term, ty: &Type) -> Result<Pattern, Fault> {
        if let Kind::Generated(name, _) = &term.kind {
            return Err(Fault::new(
                term.range.clone(),
                format!("`@{name}(…)` has to be a whole argument"),
                "inside another value",
            ));
        }
        if matches!(term.kind, Kind::Hole) {
            return Ok(Pattern::Any);
        }
        match ty {
            Type::Tuple(types) => {
                let terms = match &term.kind {
                    Kind::Tuple(terms) if terms.len() == types.len() => terms,
                    _ => return Err(mismatch(term, ty)),
                };
                let fields = self.all(terms, types)?;
                Ok(collapse(fields, Value::Tuple, Pattern::Tuple))
            }
            Type::List(_, element) | Type::Array(element, _) => {
                let Kind::List(terms) = &term.kind else {
                    return Err(mismatch(term, ty));
                };
                if let Type::Array(_, length) = ty
                    && terms.len() != *length
                {
                    return Err(mismatch(term, ty).help(format!(
                        "this has {}, the array {length}",
                        counted(terms.len(), "element")
                    )));
                }
                let elements = terms.iter().map(|term| self.pattern(term, element));
                let elements = elements.collect::<Result<_, _>>()?;
                Ok(collapse(elements, Value::List, Pattern::List))
            }
            Type::Pointer(_, to) | Type::Reference { to, .. } => self.pattern(term, to),
            Type::Option(some) => self.variant(
                term,
                ty,
                &[("None", &FieldTypes::Unit), ("Some", &tuple(some))],
            ),
            Type::Result(ok, error) => {
                self.variant(term, ty, &[("Ok", &tuple(ok)), ("Err", &tuple(error))])
            }
            Type::Given(name, arguments) => self.given(term, ty, name, arguments),
            Type::Map(_, key, of) => self.map(term, ty, key, of),
            Type::Set(_, element) => self.set(term, ty, element),
            Type::Opaque(_) => Err(Fault::new(
                term.range.clone(),
                format!("a `{ty}` stays in the candidate's process: no literal can stand for it"),
                "write `_`",
            )
            .help("name it with `let`, as in `let a = …`")),
            _ => leaf(term, ty).map(Pattern::Value),
        }
    }

    fn all(&self, terms: &[Term], types: &[Type]) -> Result<Vec<Pattern>, Fault> {
        terms
            .iter()
            .zip(types)
            .map(|(term, ty)| self.pattern(term, ty))
            .collect()
    }

    fn given(
        &self,
        term: &Term,
        ty: &Type,
        name: &str,
        arguments: &[Type],
    ) -> Result<Pattern, Fault> {
        let given = self.contract.given(name).expect("resolved types are known");
        match given.shape_for(arguments) {
            Shape::Struct(fields) => self.variant(term, ty, &[(name, &fields)]),
            Shape::Enum(variants) => {
                let variants: Vec<_> = variants
                    .iter()
                    .map(|(name, fields)| (&**name, fields))
                    .collect();
                self.variant(term, ty, &variants)
            }
        }
    }

    fn variant(
        &self,
        term: &Term,
        ty: &Type,
        variants: &[(&str, &FieldTypes)],
    ) -> Result<Pattern, Fault> {
        let (Kind::Name(path) | Kind::Call(path, _) | Kind::Struct(path, _)) = &term.kind else {
            return Err(mismatch(term, ty));
        };
        let name = path.last().expect("a path has a name");
        let enum_name = match ty {
            Type::Option(_) => "Option",
            Type::Result(..) => "Result",
            Type::Given(name, _) => name,
            _ => "",
        };
        let prefix = &path[..path.len() - 1];
        let known = variants.iter().find(|(variant, _)| variant == name);
        let Some(known) = known.filter(|_| prefix.is_empty() || prefix == [enum_name]) else {
            let names = variants.iter().map(|(name, _)| *name);
            return Err(mismatch(term, ty).maybe_help(did_you_mean(name, names)));
        };
        match (known.1, &term.kind) {
            (FieldTypes::Unit, Kind::Name(_)) => Ok(Pattern::Value(Value::Variant {
                name: name.clone(),
                fields: Fields::Unit,
            })),
            (FieldTypes::Tuple(types), Kind::Call(_, terms)) => {
                if terms.len() != types.len() {
                    return Err(other_shape(term, name, known.1));
                }
                let make = |fields| Value::Variant {
                    name: name.clone(),
                    fields: Fields::Tuple(fields),
                };
                Ok(collapse(self.all(terms, types)?, make, |patterns| {
                    Pattern::Variant(name.clone(), Fields::Tuple(patterns))
                }))
            }
            (FieldTypes::Named(types), Kind::Struct(_, fields)) => {
                self.fields(term, name, types, fields)
            }
            (types, _) => Err(other_shape(term, name, types)),
        }
    }

    fn fields(
        &self,
        term: &Term,
        name: &str,
        types: &[(String, Type)],
        fields: &[(String, Range<usize>, Term)],
    ) -> Result<Pattern, Fault> {
        for (index, (field, range, _)) in fields.iter().enumerate() {
            if !types.iter().any(|(known, _)| known == field) {
                let names = types.iter().map(|(name, _)| &**name);
                let fault = Fault::new(
                    range.clone(),
                    format!("`{name}` has no field `{field}`"),
                    "",
                );
                return Err(fault.maybe_help(did_you_mean(field, names)));
            }
            if fields[..index].iter().any(|(other, ..)| other == field) {
                let message = format!("`{field}` is given twice");
                return Err(Fault::new(range.clone(), message, ""));
            }
        }
        let mut patterns = Vec::new();
        for (field, ty) in types {
            let given = fields.iter().find(|(name, ..)| name == field);
            let Some((_, _, given)) = given else {
                let message = format!("`{name}` also has the field `{field}`");
                return Err(Fault::new(term.range.clone(), message, "not given here"));
            };
            patterns.push(self.pattern(given, ty)?);
        }
        let names = || types.iter().map(|(field, _)| field.clone());
        let make = |values: Vec<Value>| Value::Variant {
            name: name.to_owned(),
            fields: Fields::Named(names().zip(values).collect()),
        };
        Ok(collapse(patterns, make, |patterns| {
            let fields = Fields::Named(names().zip(patterns).collect());
            Pattern::Variant(name.to_owned(), fields)
        }))
    }

    fn exact(&self, term: &Term, ty: &Type) -> Result<Value, Fault> {
        match self.pattern(term, ty)? {
            Pattern::Value(value) => Ok(value),
            _ => {
                let range = hole(term).unwrap_or(&term.range).clone();
                let message = "`_` cannot stand inside a map or a set";
                Err(Fault::new(range, message, ""))
            }
        }
    }

    fn map(&self, term: &Term, ty: &Type, key: &Type, of: &Type) -> Result<Pattern, Fault> {
        let Kind::Braces(terms) = &term.kind else {
            return Err(mismatch(term, ty));
        };
        let mut entries: Vec<(Value, Value)> = Vec::new();
        for (key_term, value_term) in terms {
            let Some(value_term) = value_term else {
                return Err(mismatch(key_term, ty).help("write `{key: value, …}`"));
            };
            let entry = (self.exact(key_term, key)?, self.exact(value_term, of)?);
            if entries.iter().any(|(other, _)| *other == entry.0) {
                let message = "this key is in the map already";
                return Err(Fault::new(key_term.range.clone(), message, ""));
            }
            entries.push(entry);
        }
        entries.sort();
        Ok(Pattern::Value(Value::Map(entries)))
    }

    fn set(&self, term: &Term, ty: &Type, element: &Type) -> Result<Pattern, Fault> {
        let Kind::Braces(terms) = &term.kind else {
            return Err(mismatch(term, ty));
        };
        let mut elements: Vec<Value> = Vec::new();
        for (element_term, value) in terms {
            if value.is_some() {
                return Err(mismatch(element_term, ty).help("write `{element, …}`"));
            }
            let value = self.exact(element_term, element)?;
            if elements.contains(&value) {
                let message = "this element is in the set already";
                return Err(Fault::new(element_term.range.clone(), message, ""));
            }
            elements.push(value);
        }
        elements.sort();
        Ok(Pattern::Value(Value::Set(elements)))
    }
}

fn tuple(ty: &Type) -> FieldTypes {
    FieldTypes::Tuple(vec![ty.clone()])
}

/// One exact value, if no part is left open.
fn collapse(
    patterns: Vec<Pattern>,
    exact: impl FnOnce(Vec<Value>) -> Value,
    open: impl FnOnce(Vec<Pattern>) -> Pattern,
) -> Pattern {
    let values: Option<Vec<Value>> = patterns.iter().map(|each| each.exact().cloned()).collect();
    match values {
        Some(values) => Pattern::Value(exact(values)),
        None => open(patterns),
    }
}

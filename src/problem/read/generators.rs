//! The functions of model.rs that make values.

use super::fault::{Fault, counted, did_you_mean};
use super::fit;
use super::model::{ModelFile, answer_name, inputs};
use super::resolve::Names;
use super::starter::type_name;
use super::term::Term;
use crate::problem::Generator;
use crate::problem::case::Argument;
use crate::problem::contract::Contract;
use crate::problem::probe::ProbeParameter;
use crate::problem::types::Type;
use crate::value::Value;
use std::cell::RefCell;
use std::ops::Range;

/// Finds functions of model.rs, and remembers those that lines call.
pub(super) struct Generators<'a> {
    pub model: Option<&'a ModelFile>,
    pub names: &'a Names,
    pub contract: &'a Contract,
    found: RefCell<Vec<Generator>>,
}

impl<'a> Generators<'a> {
    pub fn new(model: Option<&'a ModelFile>, names: &'a Names, contract: &'a Contract) -> Self {
        Self {
            model,
            names,
            contract,
            found: RefCell::default(),
        }
    }

    pub fn into_inner(self) -> Vec<Generator> {
        self.found.into_inner()
    }

    fn function(
        &self,
        name: &str,
        place: &Range<usize>,
    ) -> Result<(&'a ModelFile, &'a syn::Signature), Fault> {
        let Some(model) = self.model else {
            let message = format!("`@{name}` is a function of model.rs, and there is no model.rs");
            return Err(Fault::new(place.clone(), message, ""));
        };
        let Some(signature) = model.functions.get(name) else {
            let message = format!("the model has no function `{name}`");
            let names = model.functions.keys().map(String::as_str);
            let help = did_you_mean(name, names)
                .unwrap_or_else(|| format!("write `pub fn {name}(…)` in {}", model.file));
            return Err(Fault::new(place.clone(), message, "").help(help));
        };
        Ok((model, signature))
    }

    fn resolved(&self, ty: &syn::Type) -> Option<Type> {
        let model = self.model.expect("its function was found");
        model.scope(self.names).resolve(ty).ok()
    }

    /// The type of a function's parameter or answer, which has to be plain.
    fn plain(&self, ty: &syn::Type, what: &str, place: &Range<usize>) -> Result<Type, Fault> {
        self.resolved(ty)
            .filter(|ty| *ty == ty.plain() && !ty.has_opaque())
            .ok_or_else(|| {
                let message = format!("{what} is not a plain type");
                let help = "plain types own what they hold: `String`, not `&str`";
                Fault::new(place.clone(), message, "").help(help)
            })
    }

    /// The types of the parameters after the first `skip`, and the values given for them.
    fn arguments(
        &self,
        name: &str,
        signature: &syn::Signature,
        skip: usize,
        terms: &[Term],
        place: &Range<usize>,
    ) -> Result<(Vec<Type>, Vec<Value>), Fault> {
        let parameters: Vec<&syn::PatType> = inputs(signature).skip(skip).collect();
        if parameters.len() != terms.len() {
            let message = format!("`{name}` takes {}", counted(parameters.len(), "argument"));
            let label = format!("{} here", terms.len());
            return Err(Fault::new(place.clone(), message, label));
        }
        let (mut types, mut values) = (Vec::new(), Vec::new());
        for (parameter, term) in parameters.iter().zip(terms) {
            let what = format!("a parameter of `{name}`");
            let ty = match self.resolved(&parameter.ty) {
                // A probe is called with borrowed arguments where it asks for them.
                Some(ty) if skip > 0 && !ty.has_opaque() => ty.plain(),
                _ => self.plain(&parameter.ty, &what, &term.range)?,
            };
            values.push(fit::value(term, &ty, self.contract)?);
            types.push(ty);
        }
        Ok((types, values))
    }

    fn check_answer(
        &self,
        name: &str,
        signature: &syn::Signature,
        wanted: &Type,
        place: &Range<usize>,
    ) -> Result<(), Fault> {
        let answer = match &signature.output {
            syn::ReturnType::Default => Type::Unit,
            syn::ReturnType::Type(_, ty) => {
                self.plain(ty, &format!("the answer of `{name}`"), place)?
            }
        };
        if answer == *wanted {
            return Ok(());
        }
        let message = format!("`@{name}` makes a `{answer}`");
        Err(Fault::new(
            place.clone(),
            message,
            format!("expected a `{wanted}`"),
        ))
    }

    /// `@name(…)` as an argument of the plain type `wanted`.
    pub fn argument(
        &self,
        name: &str,
        terms: &[Term],
        place: &Range<usize>,
        wanted: &Type,
    ) -> Result<Argument, Fault> {
        let (_, signature) = self.function(name, place)?;
        let (parameters, arguments) = self.arguments(name, signature, 0, terms, place)?;
        self.check_answer(name, signature, wanted, place)?;
        let mut found = self.found.borrow_mut();
        let known = found.iter().position(|generator| generator.name == name);
        let index = known.unwrap_or_else(|| {
            found.push(Generator {
                name: name.to_owned(),
                parameters,
                answer: wanted.clone(),
            });
            found.len() - 1
        });
        Ok(Argument::Generated {
            generator: u16::try_from(index).map_err(|_| {
                Fault::new(
                    place.clone(),
                    "too many functions of model.rs are called",
                    "",
                )
            })?,
            arguments,
        })
    }

    /// `@name` as a domain: `fn(&mut Rng[, &Model]) -> wanted`. Answers whether it looks at
    /// the model.
    pub fn domain(&self, name: &str, place: &Range<usize>, wanted: &Type) -> Result<bool, Fault> {
        let (_, signature) = self.function(name, place)?;
        let parameters: Vec<(bool, String)> = inputs(signature)
            .map(|input| match &*input.ty {
                syn::Type::Reference(reference) => (
                    reference.mutability.is_some(),
                    type_name(&reference.elem).unwrap_or_default(),
                ),
                _ => (false, String::new()),
            })
            .collect();
        let parameters: Vec<(bool, &str)> = parameters.iter().map(|(m, n)| (*m, &**n)).collect();
        let takes_model = match &parameters[..] {
            [(true, "Rng")] => false,
            [(true, "Rng"), (false, "Model")] => true,
            _ => {
                let message =
                    format!("`{name}` has to take `&mut Rng`, and may take `&Model` after it");
                return Err(Fault::new(place.clone(), message, ""));
            }
        };
        self.check_answer(name, signature, wanted, place)?;
        Ok(takes_model)
    }

    /// `name(…)` as a probe: `fn(&mut Candidate, …) -> Result<…>`.
    pub fn probe(
        &self,
        name: &str,
        terms: &[Term],
        place: &Range<usize>,
    ) -> Result<FoundProbe, Fault> {
        let (_, signature) = self.function(name, place)?;
        let candidate = inputs(signature)
            .next()
            .is_some_and(|input| match &*input.ty {
                syn::Type::Reference(to) => type_name(&to.elem).as_deref() == Some("Candidate"),
                _ => false,
            });
        if !candidate || answer_name(signature).as_deref() != Some("Result") {
            let message = format!("`{name}` is not a probe");
            let help = "write `pub fn name(candidate: &mut Candidate, …) -> Result<(), String>`";
            return Err(Fault::new(place.clone(), message, "").help(help));
        }
        let (types, arguments) = self.arguments(name, signature, 1, terms, place)?;
        let parameters = inputs(signature)
            .skip(1)
            .zip(types)
            .map(|(input, ty)| ProbeParameter {
                ty,
                by_reference: matches!(&*input.ty, syn::Type::Reference(_)),
            });
        Ok(FoundProbe {
            parameters: parameters.collect(),
            arguments,
            scored: !answers_unit(signature),
        })
    }
}

/// A probe of model.rs, called.
pub(super) struct FoundProbe {
    pub parameters: Vec<ProbeParameter>,
    pub arguments: Vec<Value>,
    /// Whether it answers scores.
    pub scored: bool,
}

/// Whether the function answers `Result<(), …>`.
fn answers_unit(signature: &syn::Signature) -> bool {
    let syn::ReturnType::Type(_, ty) = &signature.output else {
        return false;
    };
    let syn::Type::Path(path) = &**ty else {
        return false;
    };
    let last = path.path.segments.last().map(|last| &last.arguments);
    let Some(syn::PathArguments::AngleBracketed(arguments)) = last else {
        return false;
    };
    let first = arguments.args.first();
    matches!(first, Some(syn::GenericArgument::Type(syn::Type::Tuple(unit))) if unit.elems.is_empty())
}

//! A signature in parts that can be compared with another.

use super::words::{Renames, canonical, line, one_line};
use quote::{ToTokens, quote};
use std::collections::{BTreeMap, BTreeSet};
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, PathArguments, ReceiverKind, ReturnType, Type,
    WherePredicate,
};

/// A signature in parts, with the bounds that its `impl` block adds.
#[derive(Clone, Debug)]
pub struct SignatureFact {
    /// On one line.
    pub text: String,
    /// `const`, `async`, `unsafe`, `extern "C"`.
    pub qualifiers: BTreeSet<String>,
    /// How many types and constants it takes for itself.
    pub generics: usize,
    /// How it takes `self`, if it does.
    pub receiver: Option<Part>,
    /// Its parameters without `self`: name and type.
    pub parameters: Vec<(String, Part)>,
    /// What it answers; `()` if nothing.
    pub answer: Part,
    /// The bounds on types, one by one: the form to compare, and as written.
    pub bounds: BTreeMap<String, String>,
}

/// A type in a signature.
#[derive(Clone, Debug)]
pub struct Part {
    /// As written.
    pub text: String,
    /// The form to compare: type parameters by position, lifetimes left out.
    pub canonical: String,
}

/// One way in which a signature is not the one asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part: "parameter 2 (`key`)".
    pub part: String,
    /// What to do: "take `&K` as parameter 2".
    pub advice: String,
}

impl Difference {
    fn new(part: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            part: part.into(),
            advice: advice.into(),
        }
    }
}

impl SignatureFact {
    /// The parts of a signature; `block` holds generics and type of the `impl` it stands in.
    pub fn of(signature: &syn::Signature, block: Option<(&Generics, &Type)>) -> Self {
        let renames = renames(signature, block);
        let part = |tokens: &dyn ToTokens| {
            let tokens = tokens.to_token_stream();
            Part {
                text: line(&tokens),
                canonical: canonical(&tokens, Some(&renames)),
            }
        };
        // The type's own name is `Self`, as far as both are written with the same arguments.
        let own = block.map(|(_, ty)| canonical(ty, Some(&renames)));
        let with_self = |mut part: Part| {
            if let Some(own) = &own {
                part.canonical = replace_words(&part.canonical, own, "Self");
            }
            part
        };
        let mut receiver = None;
        let mut parameters = Vec::new();
        for input in &signature.inputs {
            match input {
                FnArg::Receiver(it) => {
                    let ty = match &it.kind {
                        ReceiverKind::Reference(and, _, mutability) => {
                            quote!(#and #mutability self)
                        }
                        ReceiverKind::Typed(_, ty) => quote!(self: #ty),
                        _ => quote!(self),
                    };
                    receiver = Some(with_self(part(&ty)));
                }
                FnArg::Typed(it) => parameters.push((line(&it.pat), with_self(part(&it.ty)))),
            }
        }
        let answer = match &signature.output {
            ReturnType::Type(_, ty) => part(ty),
            ReturnType::Default => part(&quote!(())),
        };
        let qualifiers = [
            line(&signature.constness),
            line(&signature.asyncness),
            line(&signature.safety),
            line(&signature.abi),
        ];
        let mut bounds = BTreeMap::new();
        for generics in block
            .map(|(generics, _)| generics)
            .into_iter()
            .chain([&signature.generics])
        {
            add_bounds(generics, &renames, &mut bounds);
        }
        Self {
            text: one_line(signature),
            qualifiers: qualifiers.into_iter().filter(|it| !it.is_empty()).collect(),
            generics: own_generics(&signature.generics),
            receiver,
            parameters,
            answer: with_self(answer),
            bounds,
        }
    }

    /// In what `found` differs from this, which is what is asked for.
    pub fn differences(&self, found: &Self) -> Vec<Difference> {
        let mut differences = Vec::new();
        for extra in found.qualifiers.difference(&self.qualifiers) {
            differences.push(Difference::new(
                format!("`{extra}`"),
                format!("leave out `{extra}`"),
            ));
        }
        for missing in self.qualifiers.difference(&found.qualifiers) {
            differences.push(Difference::new(
                format!("`{missing}`"),
                format!("make it `{missing}`"),
            ));
        }
        differences.extend(self.receiver_difference(found));
        differences.extend(self.parameter_differences(found));
        if self.answer != found.answer {
            let advice = match self.answer.canonical.as_str() {
                "( )" => "answer nothing".to_string(),
                _ => format!("answer `{}`", self.answer.text),
            };
            differences.push(Difference::new("the answer", advice));
        }
        if self.generics != found.generics {
            let advice = match self.generics {
                0 => "take no type parameters of its own".to_string(),
                1 => "take 1 type parameter of its own".to_string(),
                more => format!("take {more} type parameters of its own"),
            };
            differences.push(Difference::new("the generics", advice));
        }
        for (bound, text) in &found.bounds {
            if !self.bounds.contains_key(bound) {
                let part = format!("the bound `{text}`");
                differences.push(Difference::new(
                    part,
                    format!("do without the bound `{text}`"),
                ));
            }
        }
        differences
    }

    fn receiver_difference(&self, found: &Self) -> Option<Difference> {
        if self.receiver == found.receiver {
            return None;
        }
        let advice = match &self.receiver {
            Some(receiver) => format!("take `{}`", receiver.text),
            None => "take no `self`".to_string(),
        };
        Some(Difference::new("the receiver", advice))
    }

    fn parameter_differences(&self, found: &Self) -> Vec<Difference> {
        if self.parameters.len() != found.parameters.len() {
            let asked = match self.parameters.len() {
                0 => "no parameters".to_string(),
                1 => "1 parameter".to_string(),
                more => format!("{more} parameters"),
            };
            let besides = if self.receiver.is_some() {
                " besides `self`"
            } else {
                ""
            };
            let part = "the number of parameters";
            return vec![Difference::new(part, format!("take {asked}{besides}"))];
        }
        self.parameters
            .iter()
            .zip(&found.parameters)
            .enumerate()
            .filter(|(_, ((_, asked), (_, found)))| asked != found)
            .map(|(index, ((_, asked), (name, _)))| {
                let part = format!("parameter {} (`{name}`)", index + 1);
                Difference::new(part, format!("take `{}` as `{name}`", asked.text))
            })
            .collect()
    }

    /// From 0 to 1: how much two signatures are alike, their names aside.
    pub fn likeness(&self, other: &Self) -> f64 {
        let parameters = self.parameters.len().max(other.parameters.len());
        let same = self
            .parameters
            .iter()
            .zip(&other.parameters)
            .filter(|((_, one), (_, other))| one == other)
            .count();
        let points = same
            + usize::from(self.receiver == other.receiver)
            + usize::from(self.answer == other.answer);
        points as f64 / (parameters + 2) as f64
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

/// Type parameters by position: those of the block by where the type takes them, those of
/// the function in order.
fn renames(signature: &syn::Signature, block: Option<(&Generics, &Type)>) -> Renames {
    let mut renames = Renames::new();
    if let Some((generics, Type::Path(path))) = block
        && let Some(last) = path.path.segments.last()
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
    {
        let declared: BTreeSet<String> =
            generics.params.iter().filter_map(parameter_name).collect();
        let taken = arguments
            .args
            .iter()
            .filter(|argument| !matches!(argument, GenericArgument::Lifetime(_)));
        for (index, argument) in taken.enumerate() {
            let name = line(argument);
            if declared.contains(&name) {
                renames.insert(name, format!("${index}"));
            }
        }
    }
    let own = signature.generics.params.iter().filter_map(parameter_name);
    for (index, name) in own.enumerate() {
        renames.insert(name, format!("$own{index}"));
    }
    renames
}

fn parameter_name(param: &GenericParam) -> Option<String> {
    match param {
        GenericParam::Type(param) => Some(param.ident.to_string()),
        GenericParam::Const(param) => Some(param.ident.to_string()),
        GenericParam::Lifetime(_) => None,
    }
}

fn own_generics(generics: &Generics) -> usize {
    generics.params.iter().filter_map(parameter_name).count()
}

/// Adds the bounds on types. One that makes them more general, `?Sized`, is none.
fn add_bounds(generics: &Generics, renames: &Renames, bounds: &mut BTreeMap<String, String>) {
    let mut add = |subject: &dyn ToTokens, bound: &syn::TypeParamBound| {
        let (subject, text) = (subject.to_token_stream(), line(bound));
        if !text.starts_with('?') && !text.starts_with('\'') {
            let both = quote!(#subject: #bound);
            bounds.insert(canonical(&both, Some(renames)), line(&both));
        }
    };
    for param in &generics.params {
        if let GenericParam::Type(param) = param {
            for bound in &param.bounds {
                add(&param.ident, bound);
            }
        }
    }
    for predicate in generics.where_clause.iter().flat_map(|it| &it.predicates) {
        if let WherePredicate::Type(predicate) = predicate {
            for bound in &predicate.bounds {
                add(&predicate.bounded_ty, bound);
            }
        }
    }
}

/// Replaces whole words in a text of words with single spaces between them.
fn replace_words(text: &str, from: &str, to: &str) -> String {
    let (text, from) = (format!(" {text} "), format!(" {from} "));
    text.replace(&from, &format!(" {to} ")).trim().to_string()
}

#[cfg(test)]
mod tests;

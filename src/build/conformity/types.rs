//! Types that the contract asks for.

use super::functions::{NEAR, nearest};
use super::survey::{Survey, TypeFact, parameters, type_header};
use super::{Breach, Conformity, Words};
use crate::problem::contract::OpaqueType;

impl Conformity<'_> {
    /// What is wrong with a type of the contract, if anything is.
    pub(super) fn explain_type(&self, ty: &OpaqueType, survey: &Survey) -> Option<Breach> {
        let header = {
            let name = syn::Ident::new(&ty.name, proc_macro2::Span::call_site());
            type_header("pub struct", &name, &ty.generics)
        };
        let named = survey
            .types
            .iter()
            .filter(|found| found.name == ty.name || found.name == survey.declared_name(&ty.name));
        let found =
            named.min_by_key(|found| (!survey.reaches(&found.name, &found.module), !found.public));
        let Some(found) = found else {
            if survey.macros {
                return None;
            }
            let nearest = nearest(&survey.types, NEAR, |found| {
                strsim::jaro_winkler(&found.name, &ty.name)
            });
            return Some(self.missing_type(&ty.name, header, nearest));
        };
        let name = &ty.name;
        let (message, advice, summary) = if !found.public {
            (
                "the contract's type is not `pub`",
                "make it `pub`".to_string(),
                format!("`{name}` is not `pub`"),
            )
        } else if !survey.reaches(&found.name, &found.module) {
            let path = found.module.join("::");
            (
                "the contract's type is not at the root of the crate",
                format!("add `pub use {path}::{};` to the root module", found.name),
                format!("`{name}` is not at the root of the crate"),
            )
        } else if found.parameters != parameters(&ty.generics) && found.name == *name {
            (
                "the contract asks for other generics",
                format!("make it `{header}`"),
                format!("`{name}` has other generics"),
            )
        } else {
            return None;
        };
        let words = Words {
            message: message.into(),
            place: Some(&found.place),
            there: "",
            lines: vec![("asked for", header), ("found", found.header.clone())],
            help: format!("{advice}; {}", self.pointer()),
        };
        Some(words.breach(&summary))
    }

    fn missing_type(&self, name: &str, header: String, nearest: Option<&TypeFact>) -> Breach {
        let mut words = Words {
            message: "the contract asks for a type that is not there".into(),
            place: nearest.map(|found| &found.place),
            lines: vec![("asked for", header)],
            help: format!("add it; {}", self.pointer()),
            ..Words::default()
        };
        if let Some(found) = nearest {
            let found = format!("{}      (nearest name)", found.header);
            words.lines.push(("found", found));
            words.help = format!("rename it; {}", self.pointer());
        }
        words.breach(&format!("`{name}` is missing"))
    }
}

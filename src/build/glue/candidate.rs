//! The crate `judge`, from which model.rs takes `Candidate`: the contract's operations, each
//! call over the wire.

mod method;

use super::conversions::given_types;
use super::names::Side;
use super::{Sources, formatted};
use crate::problem::probe::Probe;
use crate::problem::{Model, Problem};
use crate::wire::builtin;
use method::{Method, numbered};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The sources of the crate; `None` if model.rs does not ask for it.
pub fn candidate_crate(problem: &Problem, model: &Model) -> Option<Sources> {
    if !model.source.contains("Candidate") {
        return None;
    }
    let instance = &problem.instances[0];
    let methods = instance
        .operations
        .iter()
        .zip(&model.operations)
        .enumerate()
        .map(|(number, (operation, named))| {
            let number = u16::try_from(number).expect("few operations");
            Method::new(instance, operation, &named.name, number).written()
        });
    let taken = model.operations.iter().any(|named| named.name == "on");
    let on = (!taken).then(|| {
        quote! {
            /// The next call is made on this subject instead of the last that was made.
            pub fn on(&mut self, subject: u32) -> &mut Self {
                self.relay.on(subject);
                self
            }
        }
    });
    let (drop, unwind, clone) = (builtin::DROP, builtin::UNWIND, builtin::CLONE);
    let root = quote! {
        //! Generated from the contract: the submission as probes see it.
        #![allow(unused)]
        mod types;

        use ::driver::{Arguments, Line, Relay};
        use ::wire::{Arena, Encode, Writer};
        use types::Glue;

        /// The submission behind its contract. Calls that answer nothing may be made later,
        /// with the next one that answers something.
        pub struct Candidate {
            relay: Relay,
        }

        #[doc(hidden)]
        pub fn over(line: Line) -> Candidate {
            Candidate { relay: Relay::new(line) }
        }

        #[doc(hidden)]
        pub fn end(candidate: &mut Candidate) {
            candidate.relay.end();
            candidate.relay.flush();
        }

        impl Candidate {
            #on

            /// Drops the handle.
            pub fn drop(&mut self, handle: u32) {
                self.relay.put_off(#drop, Some(handle), ::std::vec::Vec::new());
            }

            /// Drops the handle while a panic unwinds.
            pub fn unwind(&mut self, handle: u32) {
                self.relay.put_off(#unwind, Some(handle), ::std::vec::Vec::new());
            }

            /// A clone of the handle's value.
            pub fn clone(&mut self, handle: u32) -> u32 {
                self.relay.put_off(#clone, Some(handle), ::std::vec::Vec::new())
            }

            #(#methods)*
        }
    };
    Some(Sources::from([
        ("lib.rs".into(), formatted(root)),
        (
            "types.rs".into(),
            formatted(given_types(&problem.contract, Side::Model)),
        ),
    ]))
}

/// The method of the model's server that runs probes.
pub fn probe_runner(probes: &[Probe]) -> Option<TokenStream> {
    let arms = probes.iter().enumerate().map(|(number, probe)| {
        let number = u16::try_from(number).expect("few probes");
        let body = call(probe);
        quote!(#number => { #body })
    });
    (!probes.is_empty()).then(|| {
        quote! {
            fn probe(
                &mut self,
                probe: u16,
                arguments: &mut Arguments<'_>,
                line: ::driver::Line,
            ) -> Result<::wire::Probed, Fault> {
                let mut candidate = ::judge::over(line);
                let probed = match probe {
                    #(#arms)*
                    _ => return Err(Fault::Refused("a probe of the package")),
                };
                ::judge::end(&mut candidate);
                Ok(probed)
            }
        }
    })
}

fn call(probe: &Probe) -> TokenStream {
    let function = format_ident!("{}", probe.function);
    let names: Vec<Ident> = numbered(probe.parameters.len());
    let takes = probe
        .parameters
        .iter()
        .zip(&names)
        .map(|(parameter, name)| {
            let ty = Side::Model.ty(&parameter.ty);
            quote!(let #name = arguments.plain::<Glue, #ty>()?;)
        });
    let passed = probe
        .parameters
        .iter()
        .zip(&names)
        .map(|(parameter, name)| {
            let by_reference = parameter.by_reference.then(|| quote!(&));
            quote!(#by_reference #name)
        });
    let scores = if probe.scored {
        quote!(Ok(scores) => {
            let scores = scores.into_iter().map(|(name, score)| (name.to_string(), score));
            ::wire::Probed::Right(scores.collect())
        },)
    } else {
        quote!(Ok(()) => ::wire::Probed::Right(::std::vec::Vec::new()),)
    };
    quote! {
        #(#takes)*
        arguments.end()?;
        match ::model::#function(&mut candidate, #(#passed),*) {
            #scores
            Err(why) => ::wire::Probed::Wrong(why.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::package::Package;
    use camino::Utf8Path;

    #[test]
    fn every_operation_is_a_method_in_plain_form() {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/judged/balancer"
        );
        let package = Package::from_folder(Utf8Path::new(folder)).expect("a package");
        let problem = Problem::read(&package, None).expect("it is valid");
        let model = problem.model.as_ref().expect("it has a model");
        let sources = candidate_crate(&problem, model).expect("it has probes");
        let text = &sources[Utf8Path::new("lib.rs")];
        let file = syn::parse_file(text).expect("it is Rust");
        let methods = file.items.iter().filter_map(|item| match item {
            syn::Item::Impl(block) => Some(&block.items),
            _ => None,
        });
        let signatures = methods.flatten().filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some(crate::build::conformity::one_line(&method.sig)),
            _ => None,
        });
        let signatures: Vec<String> = signatures.collect();
        let mut text = signatures.join("\n");
        for path in ["vec", "convert", "iter", "option"] {
            text = text.replace(&format!("::std::{path}::"), " ");
        }
        let text = text
            .replace(":  ", ": ")
            .replace("  ", " ")
            .replace("< ", "<");
        insta::assert_snapshot!(text.replace("(-> ", "-> "), @r"
        fn on(&mut self, subject: u32) -> &mut Self
        fn drop(&mut self, handle: u32)
        fn unwind(&mut self, handle: u32)
        fn clone(&mut self, handle: u32) -> u32
        fn new(&mut self, argument_0: Vec<u32>) -> u32
        fn another_new(&mut self, argument_0: Vec<u32>) -> u32
        fn pick(&mut self, argument_0: impl AsRef<str>) -> usize
        fn pick_each<Text0: AsRef<str>>(&mut self, calls: impl IntoIterator<Item = Text0>) -> Vec<usize>
        fn count(&mut self, argument_0: impl AsRef<str>, argument_1: u64)
        fn count_each<Text0: AsRef<str>>(&mut self, calls: impl IntoIterator<Item = (Text0, u64)>)
        fn total(&mut self) -> u64
        fn total_each(&mut self, calls: impl IntoIterator<Item = ()>) -> Vec<u64>
        fn merge(&mut self, argument_0: u32)
        fn merge_each(&mut self, calls: impl IntoIterator<Item = u32>)
        fn lend(&mut self) -> Option<u32>
        fn lend_each(&mut self, calls: impl IntoIterator<Item = ()>) -> Vec<Option<u32>>
        fn backend(&mut self, handle: u32) -> usize
        fn backend_each(&mut self, handle: u32, calls: impl IntoIterator<Item = ()>) -> Vec<usize>
        ");
    }
}

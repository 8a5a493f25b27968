//! The glue of a model, and the crate `contract` that model.rs takes the given types from.

mod call;

use super::candidate::probe_runner;
use super::conversions::given_types;
use super::generators::{draw, generate};
use super::names::Side;
use super::{Sources, formatted};
use crate::problem::contract::Contract;
use crate::problem::domain;
use crate::problem::subject::Subject;
use crate::problem::{Model, Problem};
use crate::wire::builtin;
use call::ModelCall;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

/// The crate `contract`: the starter's given items as they are.
pub fn contract_crate(contract: &Contract) -> String {
    let uses = syn::parse_file(&contract.starter)
        .map(|file| file.items)
        .unwrap_or_default()
        .into_iter()
        .filter(|item| matches!(item, Item::Use(_)));
    let given = contract.given_items.iter().map(|item| &item.item);
    formatted(quote! {
        //! The contract's given items, for model.rs.
        #![allow(unused)]
        #(#uses)*
        #(#given)*
    })
}

/// The sources of the crate that serves the model. `model.rs` is a crate of its own.
pub fn model_glue(problem: &Problem, model: &Model) -> Sources {
    let given = given_types(&problem.contract, Side::Model);
    let server = server(problem, model);
    let root = quote! {
        //! Generated from the contract: consults the model.
        #![allow(unused)]
        mod serve;
        mod types;

        fn main() {
            ::driver::consult(serve::Server::new())
        }
    };
    Sources::from([
        ("main.rs".into(), formatted(root)),
        ("types.rs".into(), formatted(given)),
        ("serve.rs".into(), formatted(server)),
    ])
}

fn server(problem: &Problem, model: &Model) -> TokenStream {
    let instance = &problem.instances[0];
    let subject = instance.subject.as_ref().and_then(Subject::as_type);
    let operations = instance.operations.iter().zip(&model.operations);
    let calls: Vec<ModelCall<'_>> = operations
        .enumerate()
        .map(|(number, (operation, form))| {
            let number = u16::try_from(number).expect("few operations");
            ModelCall::new(number, operation, form, subject, &problem.contract)
        })
        .collect();
    let consulted = calls.iter().map(ModelCall::consult);
    let allowed = calls.iter().filter_map(ModelCall::allows);
    let begun = calls.iter().filter_map(ModelCall::begin);
    let ended = calls.iter().filter_map(ModelCall::end);
    let partitioned = calls.iter().filter_map(ModelCall::partition);
    let followed: Vec<u16> = calls.iter().filter_map(ModelCall::followed).collect();
    let generators = problem.generators.iter().enumerate().map(|(number, each)| {
        let number = u16::try_from(number).expect("few generators");
        let body = generate(each);
        quote!(#number => { #body })
    });
    let draws = domain::generators(&problem.domains, instance);
    let draws = draws.iter().enumerate().map(|(number, each)| {
        let number = u16::try_from(number).expect("few generators");
        let body = draw(each);
        quote!(#number => { #body })
    });
    let new = if subject.is_some() {
        quote!(::std::vec::Vec::new())
    } else {
        quote!(::std::vec::Vec::from([(0, ::model::Model::new())]))
    };
    let builtins = builtins(&model.source);
    let derives = model
        .orders
        .then(|| quote!(#[derive(Clone, PartialEq, Eq, Hash)]));
    let orders = model.orders.then(orders);
    let probes = probe_runner(&problem.probes);
    quote! {
        use crate::types::Glue;
        use ::driver::{Answers, Arguments, Fault, encoded};
        use ::wire::{Arena, Call, Draws, Opinion};

        /// The models of a case by the handle of the subject each stands for, and the
        /// other handles that exist.
        #derives
        pub struct Server {
            models: ::std::vec::Vec<(u32, ::model::Model)>,
            alive: ::std::collections::BTreeSet<u32>,
        }

        // SAFETY: made on one thread and moved to another before the first call.
        unsafe impl Send for Server {}

        impl Server {
            pub fn new() -> Self {
                Self { models: #new, alive: ::std::collections::BTreeSet::new() }
            }

            /// The model of a subject; of the first one for what belongs to no subject.
            fn model(&mut self, handle: ::std::option::Option<u32>) -> Result<&mut ::model::Model, Fault> {
                let index = handle
                    .and_then(|handle| self.models.iter().position(|model| model.0 == handle))
                    .unwrap_or(0);
                self.models.get_mut(index).map(|model| &mut model.1).ok_or(Fault::Missing)
            }

            /// Takes the model of a subject out of the list.
            fn take(&mut self, handle: u32) -> Result<::model::Model, Fault> {
                let index = self.models.iter().position(|model| model.0 == handle).ok_or(Fault::Missing)?;
                Ok(self.models.swap_remove(index).1)
            }

            /// Looks whether the handle exists.
            fn exists(&self, handle: u32) -> Result<(), Fault> {
                let known = self.alive.contains(&handle)
                    || self.models.iter().any(|model| model.0 == handle);
                if known { Ok(()) } else { Err(Fault::Missing) }
            }

            /// Forgets a handle that was used up.
            fn gone(&mut self, handle: u32) {
                self.alive.remove(&handle);
            }
        }

        impl ::driver::Oracle for Server {
            fn reset(&mut self) {
                *self = Self::new();
            }

            fn consult(&mut self, call: &Call, answer: ::std::option::Option<&[u8]>) -> Result<Opinion, Fault> {
                let arena = Arena::new();
                let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
                match call.operation {
                    #(#consulted)*
                    #builtins
                    _ => Err(Fault::Refused("an operation of the contract")),
                }
            }

            fn allows(&mut self, call: &Call) -> Result<bool, Fault> {
                let arena = Arena::new();
                let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
                match call.operation {
                    #(#allowed)*
                    _ => Ok(true),
                }
            }

            fn begin(&mut self, call: &Call) -> Result<bool, Fault> {
                let arena = Arena::new();
                let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
                match call.operation {
                    #(#begun)*
                    _ => Ok(false),
                }
            }

            fn end(&mut self, call: &Call, answer: ::std::option::Option<&[u8]>) -> Result<Opinion, Fault> {
                let arena = Arena::new();
                let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
                match call.operation {
                    #(#ended)*
                    _ => self.consult(call, answer),
                }
            }

            fn partition(&self, call: &Call) -> Result<::std::option::Option<u64>, Fault> {
                let arena = Arena::new();
                let mut arguments = Arguments::new(&call.arguments, &arena, call.receiver);
                match call.operation {
                    #(#partitioned)*
                    _ => Ok(::std::option::Option::None),
                }
            }

            fn follows_answers(&self, call: &Call) -> bool {
                const FOLLOWED: &[u16] = &[#(#followed),*];
                FOLLOWED.contains(&call.operation)
            }

            #orders

            fn generate(
                &mut self,
                generator: u16,
                arguments: &mut Arguments<'_>,
                answers: &mut Answers,
            ) -> Result<(), Fault> {
                match generator {
                    #(#generators)*
                    _ => return Err(Fault::Refused("a generator of the package")),
                }
                Ok(())
            }

            fn draw(
                &mut self,
                generator: u16,
                receiver: ::std::option::Option<u32>,
                draws: &Draws,
                answers: &mut Answers,
            ) -> Result<::std::vec::Vec<u64>, Fault> {
                let (seed, tape) = match draws {
                    Draws::Seed(seed) => (*seed, ::std::option::Option::None),
                    Draws::Tape(tape) => (0, ::std::option::Option::Some(tape.clone())),
                };
                match generator {
                    #(#draws)*
                    _ => Err(Fault::Refused("a generator of a domain")),
                }
            }

            #probes
        }
    }
}

/// What the model makes of calls that several threads make: it is looked at in many states.
fn orders() -> TokenStream {
    quote! {
        fn linearize(
            &self,
            scenario: &::wire::Scenario,
            histories: &[::wire::History],
        ) -> ::std::vec::Vec<::wire::Linearity> {
            ::driver::linearize(&Self::new(), scenario, histories)
        }

        fn rehearse(
            &self,
            scenarios: &[::wire::Scenario],
        ) -> ::std::vec::Vec<::wire::Rehearsal> {
            ::driver::rehearse(&Self::new(), scenarios)
        }
    }
}

/// Arms for `drop(p)`, `unwind(p)` and `clone(p)`: the model hears of them if it has a
/// method of that name.
fn builtins(source: &str) -> TokenStream {
    let methods = public_methods(source);
    let has = |name: &str| methods.iter().any(|method| method == name);
    let (drop, unwind, clone) = (builtin::DROP, builtin::UNWIND, builtin::CLONE);
    let dropped = has("drop").then(|| quote!(self.model(None)?.drop(arguments.receiver()?);));
    let cloned = has("clone")
        .then(|| quote!(self.model(None)?.clone(arguments.receiver()?, call.first_handle);));
    quote! {
        #drop | #unwind => {
            self.exists(arguments.receiver()?)?;
            #dropped
            self.gone(arguments.receiver()?);
            Ok(Opinion::Expected(::std::vec::Vec::new()))
        }
        #clone => {
            self.exists(arguments.receiver()?)?;
            #cloned
            self.alive.insert(call.first_handle);
            Ok(Opinion::Expected(encoded::<Glue>(&call.first_handle)))
        }
    }
}

/// The names of the public methods of `impl Model`.
fn public_methods(source: &str) -> Vec<String> {
    let items = syn::parse_file(source)
        .map(|file| file.items)
        .unwrap_or_default();
    items
        .iter()
        .filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() => Some(&block.items),
            _ => None,
        })
        .flatten()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(method) if matches!(method.vis, syn::Visibility::Public(_)) => {
                Some(method.sig.ident.to_string())
            }
            _ => None,
        })
        .collect()
}

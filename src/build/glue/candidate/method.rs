//! The methods of `Candidate`: one for each operation, and one for many calls of it.

use crate::build::glue::names::Side;
use crate::problem::contract::{Instance, Operation, Owner};
use crate::problem::types::Type;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// Names for arguments, by their number.
pub(super) fn numbered(count: usize) -> Vec<Ident> {
    let name = |index| format_ident!("argument_{index}");
    (0..count).map(name).collect()
}

/// How an operation is called.
enum Kind {
    /// It makes the subject, which is at this position among the handles in its answer.
    Constructor(u32),
    /// It is called on the subject.
    Subject,
    /// It is called on another value.
    Handle,
    /// It is called on nothing.
    Function,
}

/// An operation as a method.
pub(super) struct Method<'a> {
    operation: &'a Operation,
    name: &'a str,
    number: u16,
    kind: Kind,
    /// Whether its answer is the subject itself, so that its number is known beforehand.
    answers_subject: bool,
}

impl<'a> Method<'a> {
    pub fn new(instance: &Instance, operation: &'a Operation, name: &'a str, number: u16) -> Self {
        let own = instance.under_test();
        let on_subject = instance.on_subject(operation);
        let kind = match (operation.receiver, &operation.owner) {
            (None, Owner::Function(_)) => Kind::Function,
            (None, _) if on_subject => {
                let opaques = operation.answer.opaques();
                let position = opaques
                    .iter()
                    .position(|opaque| Some(opaque) == own.as_ref());
                Kind::Constructor(u32::try_from(position.unwrap_or(0)).expect("few handles"))
            }
            (None, _) => Kind::Function,
            (Some(_), _) if on_subject => Kind::Subject,
            (Some(_), _) => Kind::Handle,
        };
        let answers_subject = own.is_some_and(|own| operation.answer == Type::Opaque(own));
        Self {
            operation,
            name,
            number,
            kind,
            answers_subject,
        }
    }

    pub fn written(&self) -> TokenStream {
        match self.kind {
            Kind::Constructor(position) => self.constructors(position),
            _ => self.calls(),
        }
    }

    /// `new`, and `another_new` for a subject beside it.
    fn constructors(&self, position: u32) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let another = format_ident!("another_{}", self.name);
        let number = self.number;
        let (names, types) = self.parameters();
        let encoded = self.encoded(&names);
        let (answer, made) = if self.answers_subject {
            (
                quote!(u32),
                quote!(self.relay.put_off(#number, None, arguments)),
            )
        } else {
            let answer = self.answer();
            let decoded = decoded(&answer);
            let made = quote!({
                let bytes = self.relay.make(#number, None, arguments);
                #decoded
            });
            (answer, made)
        };
        quote! {
            /// Makes the subject of the calls that follow; the one before it is dropped,
            /// and all handles.
            pub fn #name(&mut self, #(#names: #types),*) -> #answer {
                #encoded
                self.relay.begin(#position);
                #made
            }

            /// Makes a further subject.
            pub fn #another(&mut self, #(#names: #types),*) -> #answer {
                #encoded
                #made
            }
        }
    }

    /// The operation, and many calls of it.
    fn calls(&self) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let each = format_ident!("{}_each", self.name);
        let number = self.number;
        let (names, types) = self.parameters();
        let encoded = self.encoded(&names);
        let handle = matches!(self.kind, Kind::Handle).then(|| quote!(handle: u32,));
        let receiver = match self.kind {
            Kind::Subject => quote!(Some(self.relay.receiver())),
            Kind::Handle => quote!(Some(handle)),
            Kind::Constructor(_) | Kind::Function => quote!(None),
        };
        let (generics, items) = self.items();
        let pattern = match &names[..] {
            [only] => quote!(#only),
            _ => quote!((#(#names),*)),
        };
        let unit = self.operation.outcome() == Type::Unit;
        let answer = self.answer();
        let decoded = decoded(&answer);
        let made = if unit {
            quote!(self.relay.put_off(#number, receiver, arguments);)
        } else {
            quote! {
                let bytes = self.relay.make(#number, receiver, arguments);
                #decoded
            }
        };
        let answers = if unit {
            quote!(let _ = answers;)
        } else {
            quote!(answers.into_iter().map(|bytes| { #decoded }).collect())
        };
        let (one, many) = if unit {
            (None, None)
        } else {
            (
                Some(quote!(-> #answer)),
                Some(quote!(-> ::std::vec::Vec<#answer>)),
            )
        };
        quote! {
            pub fn #name(&mut self, #handle #(#names: #types),*) #one {
                #encoded
                let receiver = #receiver;
                #made
            }

            /// The same with each of the arguments, many calls in a round trip.
            pub fn #each<#(#generics),*>(
                &mut self,
                #handle
                calls: impl ::std::iter::IntoIterator<Item = #items>,
            ) #many {
                let receiver = #receiver;
                let calls = calls.into_iter().map(|#pattern| { #encoded arguments });
                let answers = self.relay.each(#number, receiver, calls);
                #answers
            }
        }
    }

    fn answer(&self) -> TokenStream {
        Side::Model.ty(&self.operation.outcome())
    }

    /// The parameters: in plain form, but texts may be lent.
    fn parameters(&self) -> (Vec<Ident>, Vec<TokenStream>) {
        let types = self
            .operation
            .parameters
            .iter()
            .map(|parameter| match parameter.ty.plain() {
                Type::Text(_) => quote!(impl ::std::convert::AsRef<str>),
                plain => Side::Model.ty(&plain),
            });
        (numbered(self.operation.parameters.len()), types.collect())
    }

    /// The type of the arguments of one of many calls, and its generics.
    fn items(&self) -> (Vec<TokenStream>, TokenStream) {
        let mut generics = vec![];
        let mut types = vec![];
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            match parameter.ty.plain() {
                Type::Text(_) => {
                    let name = format_ident!("Text{index}");
                    generics.push(quote!(#name: ::std::convert::AsRef<str>));
                    types.push(quote!(#name));
                }
                plain => types.push(Side::Model.ty(&plain)),
            }
        }
        let item = match &types[..] {
            [only] => only.clone(),
            _ => quote!((#(#types),*)),
        };
        (generics, item)
    }

    /// Statements that lay the arguments out as `arguments`.
    fn encoded(&self, names: &[Ident]) -> TokenStream {
        let parameters = self.operation.parameters.iter().zip(names);
        let encodes = parameters.map(|(parameter, name)| match parameter.ty.plain() {
            Type::Text(_) => quote! {
                Encode::<Glue>::encode(::std::convert::AsRef::<str>::as_ref(&#name), &mut writer);
            },
            _ => quote!(Encode::<Glue>::encode(&#name, &mut writer);),
        });
        quote! {
            let mut writer = Writer::new();
            #(#encodes)*
            let arguments = writer.into_bytes();
        }
    }
}

/// The expression that reads an answer of the type from `bytes`.
fn decoded(answer: &TokenStream) -> TokenStream {
    quote! {
        let arena = Arena::new();
        let mut answer = Arguments::new(&bytes, &arena, None);
        answer.plain::<Glue, #answer>().expect("the judge has read the answer")
    }
}

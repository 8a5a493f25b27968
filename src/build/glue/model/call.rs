//! A call as the model's glue makes it: its arguments taken from the wire, a method of the
//! model called, what it says put into an opinion.

use crate::build::glue::handles::{handles_at, handles_in};
use crate::build::glue::names::Side;
use crate::problem::contract::{Contract, Operation, Owner, Receiver};
use crate::problem::types::{Opaque, Type};
use crate::problem::{ModelForm, ModelOperation};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// One operation, as far as its calls are alike whatever is asked about them.
pub(super) struct ModelCall<'a> {
    number: u16,
    form: &'a ModelOperation,
    makes_subject: bool,
    /// The variables that the arguments are in.
    names: Vec<Ident>,
    /// Statements that take the arguments from the wire.
    takes: Vec<TokenStream>,
    /// Statements that leave if a handle does not exist.
    exist: Vec<TokenStream>,
    /// Statements that take other models out of the list, and put them back.
    borrows: Vec<TokenStream>,
    restores: Vec<TokenStream>,
    /// Statements that forget the handles that the call uses up.
    gone: Vec<TokenStream>,
    /// What the model's method is given.
    passed: Vec<TokenStream>,
    ids: Vec<TokenStream>,
    answer: TokenStream,
    /// Statements that note the handles in `answer`.
    notes: Option<TokenStream>,
}

impl<'a> ModelCall<'a> {
    /// The calls of an operation.
    pub fn new(
        number: u16,
        operation: &Operation,
        form: &'a ModelOperation,
        subject: Option<&Opaque>,
        contract: &Contract,
    ) -> Self {
        let outcome = operation.outcome();
        let ids = (0..handles_in(&operation.answer, contract)).map(|index| {
            let index = u32::try_from(index).expect("few handles");
            quote!(call.first_handle + #index)
        });
        let names = (0..operation.parameters.len()).map(|index| format_ident!("argument_{index}"));
        let mut call = Self {
            number,
            form,
            makes_subject: operation.is_constructor() && is_subject_maker(operation, subject),
            names: names.collect(),
            takes: vec![],
            exist: vec![],
            borrows: vec![],
            restores: vec![],
            gone: vec![],
            passed: vec![],
            ids: ids.collect(),
            answer: Side::Model.ty(&outcome),
            notes: handles_at(&outcome, &quote!(&answer)),
        };
        call.take_arguments(operation, subject);
        let handle_receiver = operation.receiver.is_some()
            && matches!(&operation.owner, Owner::Type(owner) if Some(owner) != subject);
        if handle_receiver {
            call.passed.insert(0, quote!(arguments.receiver()?));
            call.exist
                .push(quote!(self.exists(arguments.receiver()?)?;));
            if operation.receiver == Some(Receiver::Owned) {
                call.gone.push(quote!(self.gone(arguments.receiver()?);));
            }
        }
        call
    }

    fn take_arguments(&mut self, operation: &Operation, subject: Option<&Opaque>) {
        let is_subject = |ty: &Type| {
            let ty = match ty {
                Type::Reference { to, .. } => to,
                other => other,
            };
            matches!(ty, Type::Opaque(opaque) if Some(opaque) == subject)
        };
        for (name, parameter) in self.names.iter().zip(&operation.parameters) {
            let ty = Side::Model.ty(&parameter.ty.plain());
            self.takes
                .push(quote!(let #name = arguments.plain::<Glue, #ty>()?;));
            if is_subject(&parameter.ty) {
                let handle = format_ident!("{name}_handle");
                self.borrows
                    .push(quote!(let (#handle, #name) = (#name, self.take(#name)?);));
                self.restores
                    .push(quote!(self.models.push((#handle, #name));));
                self.passed.push(quote!(&#name));
                continue;
            }
            self.passed.push(quote!(#name));
            match &parameter.ty {
                Type::Opaque(_) => {
                    self.exist.push(quote!(self.exists(#name)?;));
                    self.gone.push(quote!(self.gone(#name);));
                }
                Type::Reference { to, .. } if matches!(**to, Type::Opaque(_)) => {
                    self.exist.push(quote!(self.exists(#name)?;));
                }
                _ => {}
            }
        }
    }

    /// The arm that makes the whole call.
    pub fn consult(&self) -> TokenStream {
        if self.makes_subject {
            let (number, takes, passed) = (self.number, &self.takes, &self.passed);
            return quote! {
                #number => {
                    #(#takes)*
                    arguments.end()?;
                    let made = ::model::Model::new(#(#passed),*);
                    self.models.push((call.first_handle, made));
                    Ok(Opinion::Expected(encoded::<Glue>(&call.first_handle)))
                }
            };
        }
        let begin = self.method("begin");
        let (passed, ids) = (&self.passed, &self.ids);
        let first = (self.form.form == ModelForm::Moments)
            .then(|| quote!(model.#begin(#(::std::clone::Clone::clone(&#passed),)* #(#ids),*);));
        self.made(first.as_ref())
    }

    /// The arm that makes the second moment of a call; `None` if it has one only.
    pub fn end(&self) -> Option<TokenStream> {
        (self.form.form == ModelForm::Moments).then(|| self.made(None))
    }

    /// The arm that makes the first moment of a call; `None` if it has one only.
    pub fn begin(&self) -> Option<TokenStream> {
        if self.form.form != ModelForm::Moments {
            return None;
        }
        let (number, begin) = (self.number, self.method("begin"));
        let Self {
            takes,
            exist,
            borrows,
            restores,
            passed,
            ids,
            ..
        } = self;
        Some(quote! {
            #number => {
                #(#takes)*
                arguments.end()?;
                #(#exist)*
                #(#borrows)*
                self.model(call.receiver)?.#begin(#(#passed,)* #(#ids),*);
                #(#restores)*
                Ok(true)
            }
        })
    }

    /// The arm that looks whether the contract allows the arguments; `None` if it always
    /// does.
    pub fn allows(&self) -> Option<TokenStream> {
        let by_reference = self.form.requires.as_ref()?;
        let method = format_ident!("requires_{}", self.form.name);
        let given = self.given(by_reference);
        let (number, takes, exist) = (self.number, &self.takes, &self.exist);
        Some(quote! {
            #number => {
                #(#takes)*
                arguments.end()?;
                #(#exist)*
                Ok(self.model(call.receiver)?.#method(#(#given),*))
            }
        })
    }

    /// The arm that tells the partition of a call; `None` if it has none.
    pub fn partition(&self) -> Option<TokenStream> {
        let by_reference = self.form.partition.as_ref()?;
        let method = format_ident!("partition_{}", self.form.name);
        let given = self.given(by_reference);
        let (number, takes) = (self.number, &self.takes);
        Some(quote! {
            #number => {
                #(#takes)*
                arguments.end()?;
                Ok(::std::option::Option::Some(::model::Model::#method(#(#given),*)))
            }
        })
    }

    /// The operation's number, if the model follows its answers.
    pub fn followed(&self) -> Option<u16> {
        (self.form.form == ModelForm::Accepts).then_some(self.number)
    }

    fn given(&self, by_reference: &[bool]) -> Vec<TokenStream> {
        let each = |(name, by_reference): (&Ident, &bool)| {
            if *by_reference {
                quote!(&#name)
            } else {
                quote!(::std::clone::Clone::clone(&#name))
            }
        };
        self.names.iter().zip(by_reference).map(each).collect()
    }

    fn method(&self, moment: &str) -> Ident {
        format_ident!("{}_{moment}", self.form.name)
    }

    /// The arm that makes a call, or what is left of it after `first`.
    fn made(&self, first: Option<&TokenStream>) -> TokenStream {
        let number = self.number;
        let judged = self.judged();
        let Self {
            takes,
            exist,
            borrows,
            restores,
            gone,
            ..
        } = self;
        quote! {
            #number => {
                #(#takes)*
                arguments.end()?;
                #(#exist)*
                #(#borrows)*
                let mut made: ::std::vec::Vec<u32> = ::std::vec::Vec::new();
                let model = self.model(call.receiver)?;
                #first
                let opinion = { #judged };
                #(#restores)*
                #(#gone)*
                self.alive.extend(made);
                Ok(opinion)
            }
        }
    }

    /// The expression that is the model's opinion, of the call alone or of the given answer.
    fn judged(&self) -> TokenStream {
        let Self {
            form,
            passed,
            ids,
            answer,
            notes,
            ..
        } = self;
        let steps = quote! {
            ::kit::Step::Done(answer) => {
                #notes
                Opinion::Expected(encoded::<Glue>(&answer))
            }
            ::kit::Step::Blocks => Opinion::Blocks,
            ::kit::Step::Panics => Opinion::Panics,
        };
        match form.form {
            ModelForm::Answers => {
                let method = format_ident!("{}", form.name);
                quote! {
                    let answer = model.#method(#(#passed,)* #(#ids),*);
                    #notes
                    Opinion::Expected(encoded::<Glue>(&answer))
                }
            }
            ModelForm::Steps => {
                let method = format_ident!("{}", form.name);
                quote!(match model.#method(#(#passed,)* #(#ids),*) { #steps })
            }
            ModelForm::Accepts => {
                let method = format_ident!("accept_{}", form.name);
                quote! {
                    match answer {
                        ::std::option::Option::None => Opinion::Open,
                        ::std::option::Option::Some(given) => {
                            let mut given = Arguments::new(given, &arena, None);
                            let answer = given.plain::<Glue, #answer>()?;
                            given.end()?;
                            #notes
                            match model.#method(#(#passed,)* answer) {
                                ::kit::Check::Legal => Opinion::Legal,
                                ::kit::Check::Illegal(reason) => Opinion::Illegal(reason),
                                ::kit::Check::Blocks => Opinion::Blocks,
                            }
                        }
                    }
                }
            }
            ModelForm::Moments => {
                let end = self.method("end");
                quote!(match model.#end(#(#passed,)* #(#ids),*) { #steps })
            }
        }
    }
}

fn is_subject_maker(operation: &Operation, subject: Option<&Opaque>) -> bool {
    match &operation.owner {
        Owner::Adapter => true,
        Owner::Type(owner) => Some(owner) == subject,
        Owner::Function(_) | Owner::AdapterSubject(_) => false,
    }
}

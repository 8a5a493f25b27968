//! model.rs: which form the model has for every operation, and its other functions.

mod traits;

use super::fault::{Fault, Faults, counted, did_you_mean};
use super::resolve::{Names, Scope, span_of};
use super::rust::{aliases, is_public, snake_case};
use super::starter::type_name;
use crate::problem::complaint::Complaint;
use crate::problem::contract::{Instance, Operation, Owner};
use crate::problem::types::Type;
use crate::problem::{ModelForm, ModelOperation};
use camino::{Utf8Path, Utf8PathBuf};
use std::cell::RefCell;
use std::collections::BTreeMap;
use syn::spanned::Spanned;

/// model.rs at one stage.
pub(super) struct ModelFile {
    pub file: Utf8PathBuf,
    pub source: String,
    /// The public functions.
    pub functions: BTreeMap<String, syn::Signature>,
    pub aliases: BTreeMap<String, syn::ItemType>,
    /// The methods of `Model`, with whether they are public.
    methods: Vec<(syn::Signature, bool)>,
    /// Where `Model` is declared.
    declared: Option<proc_macro2::Span>,
    /// What it would need for calls of several threads.
    lacking: Vec<&'static str>,
}

impl ModelFile {
    /// Reads the file; what is wrong with it goes to the faults.
    pub fn read(file: &Utf8Path, source: &str, parsed: &syn::File, faults: &Faults) -> Self {
        let mut model = Self {
            file: file.to_owned(),
            source: source.to_owned(),
            functions: BTreeMap::new(),
            aliases: aliases(parsed),
            methods: Vec::new(),
            declared: None,
            lacking: traits::lacking(parsed),
        };
        for item in &parsed.items {
            match item {
                syn::Item::Struct(item) if item.ident == "Model" && is_public(&item.vis) => {
                    model.declared = Some(item.ident.span());
                }
                syn::Item::Enum(item) if item.ident == "Model" && is_public(&item.vis) => {
                    model.declared = Some(item.ident.span());
                }
                syn::Item::Impl(block)
                    if block.trait_.is_none()
                        && type_name(&block.self_ty).as_deref() == Some("Model") =>
                {
                    model
                        .methods
                        .extend(block.items.iter().filter_map(|item| match item {
                            syn::ImplItem::Fn(method) => {
                                Some((method.sig.clone(), is_public(&method.vis)))
                            }
                            _ => None,
                        }));
                }
                syn::Item::Fn(function) if is_public(&function.vis) => {
                    let name = function.sig.ident.to_string();
                    model.functions.insert(name, function.sig.clone());
                }
                _ => {}
            }
        }
        if model.declared.is_none() {
            let complaint = Complaint::file(file, "there is no type `Model`");
            faults.push(
                complaint
                    .help("write `pub struct Model { … }` with one method for every operation"),
            );
        }
        model
    }

    /// A scope for the types that its functions are written with.
    pub fn scope<'a>(&'a self, names: &'a Names) -> Scope<'a> {
        Scope::new(names, &self.aliases)
    }

    /// Complains if the judge cannot look at the model in many states, as it does where
    /// several threads make calls.
    pub fn check_traits(&self, faults: &Faults) {
        let (Some(declared), false) = (self.declared, self.lacking.is_empty()) else {
            return;
        };
        let lacking: Vec<String> = self
            .lacking
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        let message = "with scenarios the model has to be `Clone`, `Eq` and `Hash`";
        let label = format!("is not {}", lacking.join(", "));
        let help = "write `#[derive(Clone, PartialEq, Eq, Hash)]`";
        let fault = Fault::new(declared.byte_range(), message, label);
        faults.push(fault.help(help).of(&self.file));
    }

    /// How the model judges every operation of the instance.
    pub fn operations(&self, instance: &Instance, faults: &Faults) -> Vec<ModelOperation> {
        if self.declared.is_none() {
            return Vec::new();
        }
        let matcher = Matcher {
            model: self,
            instance,
            faults,
            used: RefCell::default(),
        };
        let operations = instance
            .operations
            .iter()
            .map(|operation| matcher.operation(operation))
            .collect();
        matcher.finish();
        operations
    }
}

struct Matcher<'a> {
    model: &'a ModelFile,
    instance: &'a Instance,
    faults: &'a Faults,
    /// The methods that were asked for, found or not.
    used: RefCell<Vec<String>>,
}

impl Matcher<'_> {
    fn complain(&self, fault: Fault) {
        self.faults.push(fault.of(&self.model.file));
    }

    fn find(&self, name: &str) -> Option<&syn::Signature> {
        self.used.borrow_mut().push(name.to_owned());
        self.model
            .methods
            .iter()
            .find(|(method, public)| *public && method.ident == name)
            .map(|(method, _)| method)
    }

    /// The operation's name in model.rs.
    fn name(&self, operation: &Operation) -> String {
        let first_line = self.instance.on_subject(operation) && operation.is_constructor();
        let shared = self
            .instance
            .operations
            .iter()
            .any(|other| other.name == operation.name && other.owner != operation.owner);
        let owner = match &operation.owner {
            Owner::Type(opaque) | Owner::AdapterSubject(opaque) => snake_case(&opaque.name),
            Owner::Adapter => "adapter".into(),
            Owner::Function(_) => return operation.name.clone(),
        };
        if shared && !first_line {
            format!("{owner}_{}", operation.name)
        } else {
            operation.name.clone()
        }
    }

    fn operation(&self, operation: &Operation) -> ModelOperation {
        let name = self.name(operation);
        let constructor = self.instance.on_subject(operation) && operation.is_constructor();
        let arguments = self.arguments(operation);
        let handles = if constructor {
            0
        } else {
            operation.answer.opaques().len()
        };
        let mut forms = Vec::new();
        if let Some(method) = self.find(&name) {
            forms.push((&method.ident, form_of(method)));
            self.check(method, arguments + handles, !constructor);
        }
        if !constructor {
            if let Some(method) = self.find(&format!("accept_{name}")) {
                forms.push((&method.ident, ModelForm::Accepts));
                self.check(method, arguments + 1, true);
                self.answers(method, "Check");
            }
            let begin = self.find(&format!("{name}_begin"));
            let end = self.find(&format!("{name}_end"));
            if let (Some(only), None) | (None, Some(only)) = (begin, end) {
                let message = format!("`{name}` has only one of `{name}_begin` and `{name}_end`");
                self.complain(Fault::new(span_of(&only.ident), message, ""));
            }
            if let Some(begin) = begin {
                forms.push((&begin.ident, ModelForm::Moments));
                self.check(begin, arguments + handles, true);
            }
            if let Some(end) = end {
                self.check(end, arguments + handles, true);
                self.answers(end, "Step");
                if begin.is_none() {
                    forms.push((&end.ident, ModelForm::Moments));
                }
            }
        }
        match &forms[..] {
            [] => self.missing(operation, &name, constructor),
            [_] => {}
            [_, (second, _), ..] => {
                let message = format!("the model judges `{name}` in more than one way");
                let label = "there is another method for it already";
                self.complain(Fault::new(span_of(*second), message, label));
            }
        }
        let requires = self.requires(&name, operation, constructor);
        let partition = self.partition(&name, operation, constructor);
        ModelOperation {
            name,
            form: forms.first().map_or(ModelForm::Answers, |form| form.1),
            requires,
            partition,
        }
    }

    /// `partition_op`: calls with different numbers do not matter to each other.
    fn partition(&self, name: &str, operation: &Operation, constructor: bool) -> Option<Vec<bool>> {
        let method = self.find(&format!("partition_{name}"))?;
        self.check(method, operation.parameters.len(), false);
        self.answers(method, "u64");
        (!constructor).then(|| by_reference(method))
    }

    /// `requires_op`, which generated calls have to satisfy.
    fn requires(&self, name: &str, operation: &Operation, constructor: bool) -> Option<Vec<bool>> {
        if constructor {
            // Before the constructor there is no model to ask.
            return None;
        }
        let method = self.find(&format!("requires_{name}"))?;
        self.check(method, operation.parameters.len(), true);
        self.answers(method, "bool");
        Some(by_reference(method))
    }

    /// How many arguments the method has for the call's own: one for each parameter, and
    /// one for the handle it is called on.
    fn arguments(&self, operation: &Operation) -> usize {
        let on_handle = operation.receiver.is_some() && !self.instance.on_subject(operation);
        operation.parameters.len() + usize::from(on_handle)
    }

    fn check(&self, method: &syn::Signature, wanted: usize, has_self: bool) {
        let name = &method.ident;
        let count = inputs(method).count();
        if count != wanted {
            let message = format!("`{name}` has to take {}", counted(wanted, "argument"));
            let label = format!("{count} here");
            self.complain(Fault::new(span_of(&method.ident), message, label));
        }
        if method.receiver().is_some() != has_self {
            let message = if has_self {
                format!("`{name}` has to take `&mut self` or `&self`")
            } else {
                format!("`{name}` is called without a model: it cannot take `self`")
            };
            self.complain(Fault::new(span_of(&method.ident), message, ""));
        }
    }

    fn answers(&self, method: &syn::Signature, wanted: &str) {
        if answer_name(method).as_deref() != Some(wanted) {
            let message = format!("`{}` has to answer a `{wanted}`", method.ident);
            let place = match &method.output {
                syn::ReturnType::Default => method.ident.span(),
                syn::ReturnType::Type(_, ty) => ty.span(),
            };
            self.complain(Fault::new(place.byte_range(), message, ""));
        }
    }

    fn missing(&self, operation: &Operation, name: &str, constructor: bool) {
        let declared = self
            .model
            .declared
            .expect("operations need a declared model");
        let private = self
            .model
            .methods
            .iter()
            .find(|(method, _)| method.ident == name);
        let fault = match private {
            Some((method, _)) => Fault::new(
                span_of(&method.ident),
                format!("the model's method `{name}` is not public"),
                "",
            ),
            None => Fault::new(
                declared.byte_range(),
                format!("the model has no method for `{}`", operation.name),
                "",
            ),
        };
        let parameters = self.written_parameters(operation, constructor);
        let help = if constructor {
            format!("write `pub fn {name}({parameters}) -> Self`")
        } else {
            let answer = match operation.outcome() {
                Type::Unit => String::new(),
                outcome => format!(" -> {}", with_handles(&outcome)),
            };
            format!(
                "write `pub fn {name}({parameters}){answer}`, or `accept_{name}` if several answers are right"
            )
        };
        self.complain(fault.help(help));
    }

    /// The parameters that the method has to have, as they could be written.
    fn written_parameters(&self, operation: &Operation, constructor: bool) -> String {
        let under_test = self.instance.under_test();
        let mut written = Vec::new();
        if !constructor {
            written.push("&mut self".to_owned());
        }
        if let Owner::Type(opaque) = &operation.owner
            && operation.receiver.is_some()
            && !self.instance.on_subject(operation)
        {
            written.push(format!("{}: Handle", snake_case(&opaque.name)));
        }
        for parameter in &operation.parameters {
            let ty = match parameter.ty.plain() {
                Type::Opaque(opaque) if Some(&opaque) == under_test.as_ref() => "&Model".into(),
                plain => with_handles(&plain).to_string(),
            };
            written.push(format!("{}: {ty}", parameter.name));
        }
        if !constructor {
            let made = operation.answer.opaques().len();
            let number = |index| {
                if made == 1 {
                    String::new()
                } else {
                    format!("{index}")
                }
            };
            written.extend((1..=made).map(|index| format!("id{}: Handle", number(index))));
        }
        written.join(", ")
    }

    /// Every public method has to be for something.
    fn finish(&self) {
        let mut known = self.used.borrow().clone();
        let function_problem = self.instance.under_test().is_none();
        if function_problem && self.find("new").is_none() {
            let declared = self
                .model
                .declared
                .expect("operations need a declared model");
            let fault = Fault::new(declared.byte_range(), "the model has no `new`", "");
            self.complain(fault.help("write `pub fn new() -> Self`"));
        }
        if function_problem {
            known.push("new".into());
        }
        known.extend(["drop".into(), "clone".into()]);
        for (method, public) in &self.model.methods {
            let name = method.ident.to_string();
            if *public && !known.contains(&name) {
                let names = known.iter().map(String::as_str);
                let help = did_you_mean(&name, names)
                    .unwrap_or_else(|| "leave out its `pub` if only the model uses it".into());
                let fault = Fault::new(
                    span_of(&method.ident),
                    format!("the contract has no operation for the model's method `{name}`"),
                    "",
                );
                self.complain(fault.help(help));
            }
        }
    }
}

/// The arguments without `self`.
pub(super) fn inputs(signature: &syn::Signature) -> impl Iterator<Item = &syn::PatType> {
    signature.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) => Some(typed),
        syn::FnArg::Receiver(_) => None,
    })
}

/// Which of the arguments are taken by reference.
fn by_reference(signature: &syn::Signature) -> Vec<bool> {
    inputs(signature)
        .map(|input| matches!(&*input.ty, syn::Type::Reference(_)))
        .collect()
}

/// The last name of the type that a function answers.
pub(super) fn answer_name(signature: &syn::Signature) -> Option<String> {
    match &signature.output {
        syn::ReturnType::Default => None,
        syn::ReturnType::Type(_, ty) => type_name(ty),
    }
}

fn form_of(method: &syn::Signature) -> ModelForm {
    if answer_name(method).as_deref() == Some("Step") {
        ModelForm::Steps
    } else {
        ModelForm::Answers
    }
}

/// The type with `Handle` in place of what stays in the candidate's process.
fn with_handles(ty: &Type) -> Type {
    ty.map(&|part| match part {
        Type::Opaque(_) => Type::Parameter("Handle".into()),
        other => other,
    })
}

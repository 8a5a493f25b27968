//! Lines with their names looked up.

use super::bind;
use super::fault::{Fault, counted, did_you_mean};
use super::fit;
use super::generators::Generators;
use super::syntax::{AnswerSyntax, CallSyntax, Syntax};
use super::term::{Kind, Term};
use crate::problem::case::{Action, Argument, CallLine, Expected, HandleRef, Line, OperationRef};
use crate::problem::contract::{Instance, Operation, Owner, Receiver};
use crate::problem::types::{Opaque, Type};
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads the lines of one case or scenario, one after the other.
pub(super) struct Lines<'a> {
    pub instance: &'a Instance,
    pub generators: &'a Generators<'a>,
    /// The opaque types that can be cloned, by name.
    pub cloneable: &'a [String],
    /// Whether an answer that is not written is judged by the model.
    pub model: bool,
    /// Every handle so far.
    handles: Vec<Handle>,
    /// The calls under way, by thread, with what they will answer.
    pending: BTreeMap<String, Type>,
    /// How many lines were read.
    count: usize,
}

struct Handle {
    name: Option<String>,
    reference: HandleRef,
    ty: Opaque,
    /// The line, from 1, that dropped it or took it by value.
    gone: Option<usize>,
}

impl<'a> Lines<'a> {
    pub const fn new(
        instance: &'a Instance,
        generators: &'a Generators<'a>,
        cloneable: &'a [String],
        model: bool,
    ) -> Self {
        Self {
            instance,
            generators,
            cloneable,
            model,
            handles: Vec::new(),
            pending: BTreeMap::new(),
            count: 0,
        }
    }

    /// The next line.
    pub fn line(&mut self, text: &str) -> Result<Line, Fault> {
        let syntax = Syntax::read(text)?;
        self.count += 1;
        let Some(call) = &syntax.call else {
            return self.awaited(text, syntax);
        };
        if let Some(thread) = &syntax.thread
            && self.pending.contains_key(thread)
        {
            let message = format!("the call that `{thread}` began has not come back yet");
            return Err(Fault::new(call.range.clone(), message, ""));
        }
        let (call_line, answer) = match (&*call.name, &call.receiver) {
            ("drop" | "unwind" | "clone", None) => self.built_in(call, &syntax)?,
            _ => self.call(call, &syntax)?,
        };
        let expected = self.expected(syntax.answer.as_ref(), &answer)?;
        if expected.is_none() && !self.model && says_something(&answer) {
            let message = "this answer has to be written out";
            let fault = Fault::new(call.range.clone(), message, format!("answers a `{answer}`"));
            return Err(fault.help(if self.generators.model.is_some() {
                "the model only knows the problem's own subject: write `-> …`"
            } else {
                "there is no model.rs that could judge it: write `-> …`"
            }));
        }
        if let (Some(thread), Some(Expected::Blocks)) = (&syntax.thread, &expected) {
            self.pending.insert(thread.clone(), answer);
        }
        Ok(Line {
            text: text[call.range.clone()].to_owned(),
            thread: syntax.thread,
            action: Action::Call(call_line),
            expected,
        })
    }

    /// `thread -> answer`.
    fn awaited(&mut self, text: &str, syntax: Syntax) -> Result<Line, Fault> {
        let thread = syntax.thread.expect("a line without a call has a thread");
        let Some(answer) = self.pending.get(&thread).cloned() else {
            let start = text.len() - text.trim_start().len();
            let message = format!("no call of a thread `{thread}` is under way");
            let fault = Fault::new(start..start + thread.len(), message, "");
            return Err(fault.help(format!("begin one with `{thread}: … -> blocks`")));
        };
        let expected = self.expected(syntax.answer.as_ref(), &answer)?;
        if expected != Some(Expected::Blocks) {
            self.pending.remove(&thread);
        }
        Ok(Line {
            text: thread.clone(),
            thread: Some(thread),
            action: Action::Await,
            expected,
        })
    }

    fn expected(
        &self,
        answer: Option<&AnswerSyntax>,
        ty: &Type,
    ) -> Result<Option<Expected>, Fault> {
        Ok(match answer {
            None => None,
            Some(AnswerSyntax::Blocks) => Some(Expected::Blocks),
            Some(AnswerSyntax::Panics) => Some(Expected::Panics),
            Some(AnswerSyntax::Term(term)) => {
                let pattern = fit::pattern(term, ty, self.generators.contract)?;
                Some(Expected::Answer(pattern))
            }
        })
    }

    /// `drop(p)`, `unwind(p)`, `clone(p)`.
    fn built_in(&mut self, call: &CallSyntax, syntax: &Syntax) -> Result<(CallLine, Type), Fault> {
        let [term] = &call.arguments[..] else {
            let message = format!("`{}` takes one handle", call.name);
            return Err(Fault::new(call.range.clone(), message, ""));
        };
        let index = self.handle(term)?;
        let ty = self.handles[index].ty.clone();
        let reference = self.handles[index].reference;
        let (operation, answer) = match &*call.name {
            "drop" => (OperationRef::Drop, Type::Unit),
            "unwind" => (OperationRef::Unwind, Type::Unit),
            _ => {
                if !self.cloneable.contains(&ty.name) {
                    let message = format!("a `{}` cannot be cloned", ty.name);
                    let help = "derive `Clone` for it in starter.rs, or ask for it in `bounds`";
                    return Err(Fault::new(term.range.clone(), message, "").help(help));
                }
                (OperationRef::Clone, Type::Opaque(ty))
            }
        };
        if operation != OperationRef::Clone {
            self.handles[index].gone = Some(self.count);
        }
        let bound = self.bind(syntax, &answer)?;
        Ok((
            CallLine {
                operation,
                receiver: None,
                arguments: vec![Argument::Handle(reference)],
                bound,
            },
            answer,
        ))
    }

    fn call(&mut self, call: &CallSyntax, syntax: &Syntax) -> Result<(CallLine, Type), Fault> {
        let instance = self.instance;
        let (number, receiver) = self.look_up(call)?;
        let operation = &instance.operations[number];
        let first = self.count == 1;
        let makes_subject = operation.is_constructor() && instance.on_subject(operation);
        if first && instance.under_test().is_some() && !makes_subject {
            return Err(self.first_line(call));
        }
        if call.arguments.len() != operation.parameters.len() {
            let wanted = counted(operation.parameters.len(), "argument");
            let fault = Fault::new(
                call.range.clone(),
                format!("`{}` takes {wanted}", call.name),
                format!("{} here", call.arguments.len()),
            );
            return Err(fault.help(&operation.signature));
        }
        if let Some(index) = receiver
            && operation.receiver == Some(Receiver::Owned)
        {
            self.handles[index].gone = Some(self.count);
        }
        let mut arguments = Vec::new();
        for (term, parameter) in call.arguments.iter().zip(&operation.parameters) {
            arguments.push(self.argument(term, &parameter.ty)?);
        }
        let receiver = receiver.map(|index| self.handles[index].reference);
        let bound = self.bind(syntax, &operation.answer)?;
        Ok((
            CallLine {
                operation: OperationRef::Numbered(
                    u16::try_from(number).expect("an instance has at most 1000 operations"),
                ),
                receiver,
                arguments,
                bound,
            },
            operation.outcome(),
        ))
    }

    fn first_line(&self, call: &CallSyntax) -> Fault {
        let constructors =
            self.instance.operations.iter().filter(|operation| {
                operation.is_constructor() && self.instance.on_subject(operation)
            });
        let names: Vec<&str> = constructors.map(|operation| &*operation.name).collect();
        let message = "the first line has to make the subject";
        let fault = Fault::new(call.range.clone(), message, "");
        fault.help(format!("call {} here", super::fault::listed(names)))
    }

    /// The operation that a call means, and the index of the handle it is made on.
    fn look_up(&self, call: &CallSyntax) -> Result<(usize, Option<usize>), Fault> {
        let instance = self.instance;
        let receiver = match &call.receiver {
            Some((name, range)) => Some(self.handle_named(name, range)?),
            None => None,
        };
        let on = receiver.map(|index| Type::Opaque(self.handles[index].ty.clone()));
        let under_test = instance.under_test().map(Type::Opaque);
        let named = |operation: &Operation| operation.name == call.name;
        let fits = |operation: &Operation| {
            let owner = match &operation.owner {
                Owner::Function => None,
                Owner::Type(opaque) => Some(Type::Opaque(opaque.clone())),
                Owner::Adapter | Owner::AdapterSubject(_) => under_test.clone(),
            };
            match (&on, &call.owner) {
                (Some(on), _) => owner.as_ref() == Some(on) && operation.receiver.is_some(),
                (None, Some(wanted)) => {
                    let name = match &operation.owner {
                        Owner::Type(opaque) | Owner::AdapterSubject(opaque) => &*opaque.name,
                        Owner::Adapter => "Adapter",
                        Owner::Function => "",
                    };
                    operation.is_constructor() && name == wanted
                }
                (None, None) => {
                    owner.is_none() || owner == under_test || operation.receiver.is_none()
                }
            }
        };
        let fitting = |operation: &Operation| named(operation) && fits(operation);
        let mut candidates = instance.operations.iter().enumerate();
        // The subject's own come before what other types have of that name.
        let own = candidates.find(|(_, each)| fitting(each) && instance.on_subject(each));
        let found = own.or_else(|| {
            let mut candidates = instance.operations.iter().enumerate();
            candidates.find(|(_, each)| fitting(each))
        });
        let Some((number, operation)) = found else {
            return Err(self.unknown(call, &fits));
        };
        let receiver = match (&operation.receiver, receiver) {
            (Some(_), None) => Some(self.subject(call)?),
            (_, receiver) => receiver,
        };
        Ok((number, receiver))
    }

    fn unknown(&self, call: &CallSyntax, fits: &dyn Fn(&Operation) -> bool) -> Fault {
        let name = &call.name;
        let operations = &self.instance.operations;
        if let Some(elsewhere) = operations.iter().find(|each| each.name == *name) {
            let owner = match &elsewhere.owner {
                Owner::Type(opaque) => Type::Opaque(opaque.clone()).to_string(),
                _ => "the subject".into(),
            };
            let message = format!("`{name}` is an operation of {owner}");
            let fault = Fault::new(call.name_range.clone(), message, "");
            return fault.help(format!(
                "call it on a handle, as in `a.{name}(…)`, or as `Type::{name}(…)` if it makes one"
            ));
        }
        let names = operations
            .iter()
            .filter(|each| fits(each))
            .map(|each| &*each.name);
        let help = did_you_mean(name, names.clone())
            .unwrap_or_else(|| format!("there are {}", super::fault::listed(names)));
        let message = format!("the contract has no operation `{name}`");
        Fault::new(call.name_range.clone(), message, "unknown operation").help(help)
    }

    /// The subject that the first line made.
    fn subject(&self, call: &CallSyntax) -> Result<usize, Fault> {
        let under_test = self.instance.under_test();
        let index = self.handles.iter().position(|handle| {
            handle.reference.line == 0 && Some(&handle.ty) == under_test.as_ref()
        });
        let Some(index) = index else {
            return Err(self.first_line(call));
        };
        self.still_there(index, &call.name_range)?;
        Ok(index)
    }

    fn handle(&self, term: &Term) -> Result<usize, Fault> {
        match &term.kind {
            Kind::Name(path) if path.len() == 1 => self.handle_named(&path[0], &term.range),
            _ => {
                let message = "expected the name of a handle";
                Err(Fault::new(term.range.clone(), message, "not a handle"))
            }
        }
    }

    fn handle_named(&self, name: &str, range: &Range<usize>) -> Result<usize, Fault> {
        let index = self
            .handles
            .iter()
            .rposition(|handle| handle.name.as_deref() == Some(name));
        let Some(index) = index else {
            let names = self
                .handles
                .iter()
                .filter_map(|handle| handle.name.as_deref());
            let message = format!("there is no handle `{name}`");
            let fault = Fault::new(range.clone(), message, "");
            let help = did_you_mean(name, names)
                .unwrap_or_else(|| format!("name one with `let {name} = …` in an earlier line"));
            return Err(fault.help(help));
        };
        self.still_there(index, range)?;
        Ok(index)
    }

    fn still_there(&self, index: usize, range: &Range<usize>) -> Result<(), Fault> {
        let handle = &self.handles[index];
        let Some(line) = handle.gone else {
            return Ok(());
        };
        let what = match &handle.name {
            Some(name) => format!("`{name}`"),
            None => "the subject".into(),
        };
        let message = format!("{what} is gone since line {line} of the case");
        Err(Fault::new(range.clone(), message, ""))
    }

    fn argument(&mut self, term: &Term, ty: &Type) -> Result<Argument, Fault> {
        let inside = match ty {
            Type::Reference { to, .. } => to,
            other => other,
        };
        if let Type::Opaque(wanted) = inside {
            let index = self.handle(term)?;
            let handle = &mut self.handles[index];
            if handle.ty != *wanted {
                let message = format!("expected a `{inside}`");
                let label = format!("a `{}`", Type::Opaque(handle.ty.clone()));
                return Err(Fault::new(term.range.clone(), message, label));
            }
            if matches!(ty, Type::Opaque(_)) {
                handle.gone = Some(self.count);
            }
            return Ok(Argument::Handle(handle.reference));
        }
        let plain = ty.plain();
        if let Kind::Generated(name, terms) = &term.kind {
            return self.generators.argument(name, terms, &term.range, &plain);
        }
        fit::value(term, &plain, self.generators.contract).map(Argument::Value)
    }

    /// Remembers the handles that the answer holds.
    fn bind(&mut self, syntax: &Syntax, answer: &Type) -> Result<Vec<Option<String>>, Fault> {
        let bound = match &syntax.binding {
            Some(binding) => bind::named(binding, answer)?,
            None => bind::unnamed(answer),
        };
        let line = self.count - 1;
        for (position, (name, ty)) in bound.iter().enumerate() {
            self.handles.push(Handle {
                name: name.clone(),
                reference: HandleRef { line, position },
                ty: ty.clone(),
                gone: None,
            });
        }
        Ok(bound.into_iter().map(|(name, _)| name).collect())
    }
}

/// Whether an answer is more than handles: whether there is anything to write.
fn says_something(answer: &Type) -> bool {
    match answer {
        Type::Unit | Type::Opaque(_) => false,
        Type::Tuple(elements) => elements.iter().any(says_something),
        _ => true,
    }
}

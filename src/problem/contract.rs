//! The contract: the public Rust interface that a submission must have.

use super::subject::Subject;
use super::types::{Opaque, Type};

/// What starter.rs says.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The text of starter.rs.
    pub starter: String,
    /// The public structs and enums with an inside that is given.
    pub given_types: Vec<GivenType>,
    /// Every item that is given and has to stay as it is: the given types, and functions,
    /// constants, traits and type aliases with an inside of their own.
    pub given_items: Vec<GivenItem>,
    /// The types whose inside is the candidate's.
    pub opaque_types: Vec<OpaqueType>,
    /// The functions and methods whose body is the candidate's, in the order of starter.rs.
    pub functions: Vec<Function>,
}

/// A given struct or enum.
#[derive(Clone, Debug)]
pub struct GivenType {
    /// Its name.
    pub name: String,
    /// The names of its type parameters.
    pub parameters: Vec<String>,
    /// What it holds.
    pub shape: Shape,
}

/// The inside of a given type.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A struct.
    Struct(FieldTypes),
    /// An enum: its variants' names and fields.
    Enum(Vec<(String, FieldTypes)>),
}

/// The fields of a struct or variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldTypes {
    /// None.
    Unit,
    /// By position.
    Tuple(Vec<Type>),
    /// By name.
    Named(Vec<(String, Type)>),
}

/// An item that a submission keeps as it is.
#[derive(Clone, Debug)]
pub struct GivenItem {
    /// What kind of item: `struct`, `enum`, `fn`, `const`, `trait`, `type`, `impl`.
    pub kind: &'static str,
    /// Its name; for an `impl` the trait and the type as written.
    pub name: String,
    /// The item itself, as in starter.rs.
    pub item: syn::Item,
}

/// A type whose inside is the candidate's.
#[derive(Clone, Debug)]
pub struct OpaqueType {
    /// Its name.
    pub name: String,
    /// Its generics as written.
    pub generics: syn::Generics,
    /// The traits that the starter derives for it, by last path segment.
    pub derives: Vec<String>,
}

/// A function or method that the candidate writes.
#[derive(Clone, Debug)]
pub struct Function {
    /// The generics of the `impl` block, with its `where` clause; `None` for a free function.
    pub implementation: Option<Implementation>,
    /// The signature as written.
    pub signature: syn::Signature,
}

/// The `impl` block a method stands in.
#[derive(Clone, Debug)]
pub struct Implementation {
    /// Generics and `where` clause.
    pub generics: syn::Generics,
    /// The type as written, e.g. `LruCache<K, V>`.
    pub self_type: syn::Type,
    /// The type's name, e.g. `LruCache`.
    pub type_name: String,
}

/// The contract for one choice of the subject's type arguments.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The subject as written in problem.toml; `None` where the problem is about functions
    /// that are not generic.
    pub subject: Option<Subject>,
    /// What can be called. An operation's index is its number on the wire.
    pub operations: Vec<Operation>,
}

/// Something that a line can call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name in lines.
    pub name: String,
    /// What it belongs to.
    pub owner: Owner,
    /// How it takes the value it is called on; `None` for constructors and functions.
    pub receiver: Option<Receiver>,
    /// The parameters without `self`.
    pub parameters: Vec<Parameter>,
    /// The answer's type; [`Type::Unit`] if there is none.
    pub answer: Type,
    /// The signature as the starter (or the adapter) has it, on one line.
    pub signature: String,
}

/// What an operation belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// None: it is a free function of the submission, called with these type arguments.
    Function(Vec<Type>),
    /// A method or constructor of an opaque type of the submission.
    Type(Opaque),
    /// A method or constructor of `Adapter` in adapter.rs.
    Adapter,
    /// A method of the submission's subject, called through the adapter's field `subject`.
    AdapterSubject(Opaque),
}

/// How a method takes `self`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// `&self`.
    Shared,
    /// `&mut self`.
    Exclusive,
    /// `self`.
    Owned,
}

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type as written, generics filled in.
    pub ty: Type,
}

impl Instance {
    /// The type that the first line of a case makes, and that calls without a handle are
    /// made on: `Adapter`, or the subject; `None` where the problem is about functions.
    pub fn under_test(&self) -> Option<Opaque> {
        let adapter = self
            .operations
            .iter()
            .any(|each| each.owner == Owner::Adapter);
        if adapter {
            return Some(Opaque {
                name: "Adapter".into(),
                lifetimes: 0,
                arguments: Vec::new(),
            });
        }
        self.subject.as_ref().and_then(Subject::as_type).cloned()
    }

    /// Whether an operation is made on the value under test, or makes it.
    pub fn on_subject(&self, operation: &Operation) -> bool {
        match &operation.owner {
            Owner::Adapter | Owner::AdapterSubject(_) => true,
            Owner::Type(opaque) => self.under_test().as_ref() == Some(opaque),
            Owner::Function(_) => false,
        }
    }
}

impl Contract {
    /// The given type of that name.
    pub fn given(&self, name: &str) -> Option<&GivenType> {
        self.given_types.iter().find(|given| given.name == name)
    }

    /// The opaque type of that name.
    pub fn opaque(&self, name: &str) -> Option<&OpaqueType> {
        self.opaque_types.iter().find(|opaque| opaque.name == name)
    }
}

impl GivenType {
    /// The shape with `arguments` in place of the type parameters.
    pub fn shape_for(&self, arguments: &[Type]) -> Shape {
        let fill = |ty: &Type| {
            ty.map(&|part| match part {
                Type::Parameter(name) => self
                    .parameters
                    .iter()
                    .position(|parameter| *parameter == name)
                    .and_then(|index| arguments.get(index).cloned())
                    .unwrap_or(Type::Parameter(name)),
                other => other,
            })
        };
        let fill_fields = |fields: &FieldTypes| match fields {
            FieldTypes::Unit => FieldTypes::Unit,
            FieldTypes::Tuple(types) => FieldTypes::Tuple(types.iter().map(fill).collect()),
            FieldTypes::Named(types) => FieldTypes::Named(
                types
                    .iter()
                    .map(|(name, ty)| (name.clone(), fill(ty)))
                    .collect(),
            ),
        };
        match &self.shape {
            Shape::Struct(fields) => Shape::Struct(fill_fields(fields)),
            Shape::Enum(variants) => Shape::Enum(
                variants
                    .iter()
                    .map(|(name, fields)| (name.clone(), fill_fields(fields)))
                    .collect(),
            ),
        }
    }
}

impl Operation {
    /// Whether it belongs to no type.
    pub const fn is_function(&self) -> bool {
        matches!(self.owner, Owner::Function(_))
    }

    /// Whether it makes a value of its owner: an associated function without `self`.
    pub const fn is_constructor(&self) -> bool {
        self.receiver.is_none() && !self.is_function()
    }

    /// The plain types of what the call leaves in its `&mut` arguments, in their order.
    pub fn after_values(&self) -> Vec<Type> {
        self.parameters
            .iter()
            .filter_map(|parameter| match &parameter.ty {
                Type::Reference { mutable: true, to } if !to.has_opaque() => Some(to.plain()),
                _ => None,
            })
            .collect()
    }

    /// The plain type of what comes of a call: its answer; with `&mut` arguments a tuple of
    /// the answer (left out if it is `()`) and their values after the call. A tuple of one
    /// is that one alone.
    pub fn outcome(&self) -> Type {
        let mut parts = self.after_values();
        if parts.is_empty() {
            return self.answer.plain();
        }
        if self.answer != Type::Unit {
            parts.insert(0, self.answer.plain());
        }
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            Type::Tuple(parts)
        }
    }
}

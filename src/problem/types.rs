//! The types that contracts are made of.

use std::fmt;

/// A type of the contract, with the subject's generics filled in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `()`.
    Unit,
    /// `bool`.
    Bool,
    /// `char`.
    Char,
    /// A whole number: `"u8"` … `"u128"`, `"usize"`, `"i8"` … `"i128"`, `"isize"`.
    Int(Int),
    /// `f32` or `f64`.
    Float(Float),
    /// `String`, or `str` behind a reference or in a box.
    Text(Text),
    /// `std::time::Duration`.
    Duration,
    /// A tuple of at least one element.
    Tuple(Vec<Type>),
    /// `[T; N]`.
    Array(Box<Type>, usize),
    /// `Vec`, `VecDeque`, or a slice behind a reference.
    List(List, Box<Type>),
    /// `Option<T>`.
    Option(Box<Type>),
    /// `Result<T, E>`.
    Result(Box<Type>, Box<Type>),
    /// `Box<T>`, `Rc<T>` or `Arc<T>`.
    Pointer(Pointer, Box<Type>),
    /// `HashMap` or `BTreeMap`.
    Map(Order, Box<Type>, Box<Type>),
    /// `HashSet` or `BTreeSet`.
    Set(Order, Box<Type>),
    /// `&T` or `&mut T`.
    Reference {
        /// Whether it is `&mut`.
        mutable: bool,
        /// What it points at.
        to: Box<Type>,
    },
    /// A value of this type that is counted. On the wire it is that value.
    Tracked(Box<Type>),
    /// A public struct or enum that the starter gives, by name, with its type arguments.
    Given(String, Vec<Type>),
    /// A type whose inside is the candidate's, by name. Its values stay in the
    /// candidate's process and are known by handles.
    Opaque(Opaque),
    /// A type parameter of a given type that was not filled in (only inside
    /// [`GivenType`](super::contract::GivenType)).
    Parameter(String),
}

/// An opaque type with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Opaque {
    /// The type's name; `Adapter` for the adapter.
    pub name: String,
    /// How many lifetime parameters it has.
    pub lifetimes: usize,
    /// Its type arguments.
    pub arguments: Vec<Type>,
}

/// The kinds of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Int {
    U8,
    U16,
    U32,
    U64,
    U128,
    Usize,
    I8,
    I16,
    I32,
    I64,
    I128,
    Isize,
}

/// The kinds of floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Float {
    F32,
    F64,
}

/// The kinds of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// `String`.
    Owned,
    /// `str`, which only occurs behind a reference or in a box.
    Borrowed,
}

/// The kinds of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// `Vec<T>`.
    Vec,
    /// `VecDeque<T>`.
    Deque,
    /// `[T]`, which only occurs behind a reference.
    Slice,
}

/// The kinds of owning pointers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pointer {
    Box,
    Rc,
    Arc,
}

/// Whether a map or set is hashed or ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// `HashMap`, `HashSet`.
    Hash,
    /// `BTreeMap`, `BTreeSet`.
    Tree,
}

impl Int {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::U128,
        Self::Usize,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::I128,
        Self::Isize,
    ];

    /// The type's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::Usize => "usize",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::I128 => "i128",
            Self::Isize => "isize",
        }
    }

    /// Bytes on the wire; `usize` and `isize` travel as 64 bits.
    pub const fn width(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 => 2,
            Self::U32 | Self::I32 => 4,
            Self::U64 | Self::I64 | Self::Usize | Self::Isize => 8,
            Self::U128 | Self::I128 => 16,
        }
    }

    /// Whether it holds negative numbers.
    pub const fn signed(self) -> bool {
        matches!(
            self,
            Self::I8 | Self::I16 | Self::I32 | Self::I64 | Self::I128 | Self::Isize
        )
    }

    /// The largest number it holds.
    pub const fn max(self) -> u128 {
        let bits = self.width() * 8;
        if self.signed() {
            (1 << (bits - 1)) - 1
        } else {
            u128::MAX >> (128 - bits)
        }
    }

    /// The smallest number it holds.
    pub const fn min(self) -> i128 {
        if self.signed() {
            i128::MIN >> (128 - self.width() * 8)
        } else {
            0
        }
    }
}

impl Type {
    /// References dropped, `str` to `String`, slices to `Vec`: how model.rs and literals
    /// see it.
    pub fn plain(&self) -> Self {
        self.map(&|inner| match inner {
            Self::Reference { to, .. } | Self::Tracked(to) => *to,
            Self::Text(_) => Self::Text(Text::Owned),
            Self::List(List::Slice, element) => Self::List(List::Vec, element),
            other => other,
        })
    }

    /// Whether the type or a part of it meets the test.
    pub fn any(&self, test: &impl Fn(&Self) -> bool) -> bool {
        let found = std::cell::Cell::new(false);
        self.map(&|part| {
            found.set(found.get() || test(&part));
            part
        });
        found.get()
    }

    /// Whether a part of it is opaque.
    pub fn has_opaque(&self) -> bool {
        self.any(&|part| matches!(part, Self::Opaque(_)))
    }

    /// Whether a part of it is a reference.
    pub fn has_reference(&self) -> bool {
        self.any(&|part| matches!(part, Self::Reference { .. }))
    }

    /// The opaque types in it, from left to right.
    pub fn opaques(&self) -> Vec<Opaque> {
        let found = std::cell::RefCell::new(Vec::new());
        self.map(&|part| {
            if let Self::Opaque(opaque) = &part {
                found.borrow_mut().push(opaque.clone());
            }
            part
        });
        found.into_inner()
    }

    /// Rebuilds the type from the inside out, passing every part through `change`.
    pub fn map(&self, change: &impl Fn(Self) -> Self) -> Self {
        let inner = |part: &Self| Box::new(part.map(change));
        let all = |parts: &[Self]| parts.iter().map(|part| part.map(change)).collect();
        change(match self {
            Self::Tuple(elements) => Self::Tuple(all(elements)),
            Self::Array(element, length) => Self::Array(inner(element), *length),
            Self::List(kind, element) => Self::List(*kind, inner(element)),
            Self::Option(value) => Self::Option(inner(value)),
            Self::Result(value, error) => Self::Result(inner(value), inner(error)),
            Self::Pointer(kind, value) => Self::Pointer(*kind, inner(value)),
            Self::Map(order, key, value) => Self::Map(*order, inner(key), inner(value)),
            Self::Set(order, element) => Self::Set(*order, inner(element)),
            Self::Reference { mutable, to } => Self::Reference {
                mutable: *mutable,
                to: inner(to),
            },
            Self::Tracked(value) => Self::Tracked(inner(value)),
            Self::Given(name, arguments) => Self::Given(name.clone(), all(arguments)),
            Self::Opaque(opaque) => Self::Opaque(Opaque {
                arguments: all(&opaque.arguments),
                ..opaque.clone()
            }),
            leaf => leaf.clone(),
        })
    }
}

/// As Rust writes it, standard types by their short names.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Bool => f.write_str("bool"),
            Self::Char => f.write_str("char"),
            Self::Int(kind) => f.write_str(kind.name()),
            Self::Float(Float::F32) => f.write_str("f32"),
            Self::Float(Float::F64) => f.write_str("f64"),
            Self::Text(Text::Owned) => f.write_str("String"),
            Self::Text(Text::Borrowed) => f.write_str("str"),
            Self::Duration => f.write_str("Duration"),
            Self::Tuple(elements) if elements.len() == 1 => write!(f, "({},)", elements[0]),
            Self::Tuple(elements) => {
                f.write_str("(")?;
                commas(f, elements)?;
                f.write_str(")")
            }
            Self::Array(element, length) => write!(f, "[{element}; {length}]"),
            Self::List(List::Vec, element) => write!(f, "Vec<{element}>"),
            Self::List(List::Deque, element) => write!(f, "VecDeque<{element}>"),
            Self::List(List::Slice, element) => write!(f, "[{element}]"),
            Self::Option(value) => write!(f, "Option<{value}>"),
            Self::Result(value, error) => write!(f, "Result<{value}, {error}>"),
            Self::Pointer(Pointer::Box, value) => write!(f, "Box<{value}>"),
            Self::Pointer(Pointer::Rc, value) => write!(f, "Rc<{value}>"),
            Self::Pointer(Pointer::Arc, value) => write!(f, "Arc<{value}>"),
            Self::Map(Order::Hash, key, value) => write!(f, "HashMap<{key}, {value}>"),
            Self::Map(Order::Tree, key, value) => write!(f, "BTreeMap<{key}, {value}>"),
            Self::Set(Order::Hash, element) => write!(f, "HashSet<{element}>"),
            Self::Set(Order::Tree, element) => write!(f, "BTreeSet<{element}>"),
            Self::Reference { mutable: true, to } => write!(f, "&mut {to}"),
            Self::Reference { mutable: false, to } => write!(f, "&{to}"),
            Self::Tracked(_) => f.write_str("Tracked"),
            Self::Given(name, arguments) => generic(f, name, 0, arguments),
            Self::Opaque(opaque) => generic(f, &opaque.name, opaque.lifetimes, &opaque.arguments),
            Self::Parameter(name) => f.write_str(name),
        }
    }
}

fn generic(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    lifetimes: usize,
    arguments: &[Type],
) -> fmt::Result {
    f.write_str(name)?;
    if lifetimes + arguments.len() == 0 {
        return Ok(());
    }
    f.write_str("<")?;
    for index in 0..lifetimes {
        f.write_str(if index > 0 { ", '_" } else { "'_" })?;
    }
    if lifetimes > 0 && !arguments.is_empty() {
        f.write_str(", ")?;
    }
    commas(f, arguments)?;
    f.write_str(">")
}

fn commas(f: &mut fmt::Formatter<'_>, types: &[Type]) -> fmt::Result {
    for (index, each) in types.iter().enumerate() {
        let comma = if index > 0 { ", " } else { "" };
        write!(f, "{comma}{each}")?;
    }
    Ok(())
}

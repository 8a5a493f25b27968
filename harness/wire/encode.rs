//! From values to bytes.

use super::Writer;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A value that can be put on the wire.
///
/// `M` is a marker of the crate that uses this: with a type of its own in that place it
/// may implement the trait for types of other crates, such as a submission's.
pub trait Encode<M> {
    /// Appends the value.
    fn encode(&self, writer: &mut Writer);
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl<M> Encode<M> for $number {
            fn encode(&self, writer: &mut Writer) {
                writer.raw(&self.to_le_bytes());
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, u128, i8, i16, i32, i64, i128);

macro_rules! floats {
    ($($float:ty),*) => {$(
        impl<M> Encode<M> for $float {
            /// Equal floats have equal bytes: there is one zero, and one that is no number.
            fn encode(&self, writer: &mut Writer) {
                let one = if self.is_nan() { <$float>::NAN } else { *self + 0.0 };
                writer.raw(&one.to_le_bytes());
            }
        }
    )*};
}
floats!(f32, f64);

impl<M> Encode<M> for usize {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&(*self as u64).to_le_bytes());
    }
}

impl<M> Encode<M> for isize {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&(*self as i64).to_le_bytes());
    }
}

impl<M> Encode<M> for bool {
    fn encode(&self, writer: &mut Writer) {
        writer.byte(u8::from(*self));
    }
}

impl<M> Encode<M> for char {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&u32::from(*self).to_le_bytes());
    }
}

impl<M> Encode<M> for str {
    fn encode(&self, writer: &mut Writer) {
        writer.text(self);
    }
}

impl<M> Encode<M> for String {
    fn encode(&self, writer: &mut Writer) {
        writer.text(self);
    }
}

impl<M> Encode<M> for Duration {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.as_secs().to_le_bytes());
        writer.raw(&self.subsec_nanos().to_le_bytes());
    }
}

impl<M, T: Encode<M> + ?Sized> Encode<M> for &T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<M, T: Encode<M> + ?Sized> Encode<M> for &mut T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<M, T: Encode<M> + ?Sized> Encode<M> for Box<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<M, T: Encode<M> + ?Sized> Encode<M> for Arc<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<M, T: Encode<M> + ?Sized> Encode<M> for Rc<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<M, T: Encode<M>> Encode<M> for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            None => writer.byte(0),
            Some(value) => {
                writer.byte(1);
                value.encode(writer);
            }
        }
    }
}

impl<M, T: Encode<M>, E: Encode<M>> Encode<M> for Result<T, E> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Ok(value) => {
                writer.byte(0);
                value.encode(writer);
            }
            Err(error) => {
                writer.byte(1);
                error.encode(writer);
            }
        }
    }
}

impl<M, T: Encode<M>> Encode<M> for [T] {
    fn encode(&self, writer: &mut Writer) {
        writer.length(self.len());
        for element in self {
            element.encode(writer);
        }
    }
}

impl<M, T: Encode<M>> Encode<M> for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
}

impl<M, T: Encode<M>> Encode<M> for VecDeque<T> {
    fn encode(&self, writer: &mut Writer) {
        writer.length(self.len());
        for element in self {
            element.encode(writer);
        }
    }
}

/// An array's length is in its type, so only the elements travel.
impl<M, T: Encode<M>, const N: usize> Encode<M> for [T; N] {
    fn encode(&self, writer: &mut Writer) {
        for element in self {
            element.encode(writer);
        }
    }
}

/// Maps and sets have no order that could be relied on: they travel sorted by their
/// entries' bytes.
fn sorted(mut entries: Vec<Vec<u8>>, writer: &mut Writer) {
    entries.sort_unstable();
    writer.length(entries.len());
    for entry in &entries {
        writer.raw(entry);
    }
}

fn entry<M>(key: &impl Encode<M>, value: &impl Encode<M>) -> Vec<u8> {
    let mut writer = Writer::new();
    key.encode(&mut writer);
    value.encode(&mut writer);
    writer.into_bytes()
}

impl<M, K: Encode<M>, V: Encode<M>, S> Encode<M> for HashMap<K, V, S> {
    fn encode(&self, writer: &mut Writer) {
        sorted(
            self.iter().map(|(key, value)| entry(key, value)).collect(),
            writer,
        );
    }
}

impl<M, K: Encode<M>, V: Encode<M>> Encode<M> for BTreeMap<K, V> {
    fn encode(&self, writer: &mut Writer) {
        sorted(
            self.iter().map(|(key, value)| entry(key, value)).collect(),
            writer,
        );
    }
}

impl<M, T: Encode<M>, S> Encode<M> for HashSet<T, S> {
    fn encode(&self, writer: &mut Writer) {
        sorted(
            self.iter().map(|element| entry(element, &())).collect(),
            writer,
        );
    }
}

impl<M, T: Encode<M>> Encode<M> for BTreeSet<T> {
    fn encode(&self, writer: &mut Writer) {
        sorted(
            self.iter().map(|element| entry(element, &())).collect(),
            writer,
        );
    }
}

macro_rules! tuples {
    ($($($name:ident)*;)*) => {$(
        impl<M, $($name: Encode<M>),*> Encode<M> for ($($name,)*) {
            #[expect(non_snake_case, reason = "one binding for each type parameter")]
            fn encode(&self, writer: &mut Writer) {
                let ($($name,)*) = self;
                $($name.encode(writer);)*
            }
        }
    )*};
}
tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

impl<M> Encode<M> for () {
    fn encode(&self, _: &mut Writer) {}
}

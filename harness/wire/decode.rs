//! From bytes to values.

use super::{Arena, Malformed, Reader};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::time::Duration;

/// A value that can be taken off the wire. References point into the arena or into the
/// message itself.
///
/// `M` is a marker of the crate that uses this, as in [`Encode`](super::Encode).
pub trait Decode<'a, M>: Sized {
    /// Takes one value.
    ///
    /// # Errors
    /// If the bytes are not a value of this type.
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed>;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl<'a, M> Decode<'a, M> for $number {
            fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
                Ok(Self::from_le_bytes(reader.array()?))
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, u128, i8, i16, i32, i64, i128, f32, f64);

impl<'a, M> Decode<'a, M> for usize {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        Self::try_from(u64::from_le_bytes(reader.array()?))
            .map_err(|_| Malformed("a usize of this machine"))
    }
}

impl<'a, M> Decode<'a, M> for isize {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        Self::try_from(i64::from_le_bytes(reader.array()?))
            .map_err(|_| Malformed("an isize of this machine"))
    }
}

impl<'a, M> Decode<'a, M> for bool {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        match reader.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Malformed("a bool")),
        }
    }
}

impl<'a, M> Decode<'a, M> for char {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        Self::from_u32(u32::from_le_bytes(reader.array()?)).ok_or(Malformed("a char"))
    }
}

impl<'a, M> Decode<'a, M> for String {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        reader.text().map(str::to_owned)
    }
}

impl<'a, M> Decode<'a, M> for &'a str {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        reader.text()
    }
}

impl<'a, M> Decode<'a, M> for Duration {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        let seconds = u64::from_le_bytes(reader.array()?);
        let nanoseconds = u32::from_le_bytes(reader.array()?);
        if nanoseconds >= 1_000_000_000 {
            return Err(Malformed("a duration"));
        }
        Ok(Self::new(seconds, nanoseconds))
    }
}

impl<'a, M, T: Decode<'a, M> + 'a> Decode<'a, M> for &'a T {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        Ok(arena.keep(T::decode(reader, arena)?))
    }
}

impl<'a, M, T: Decode<'a, M> + 'a> Decode<'a, M> for &'a mut T {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        Ok(arena.keep(T::decode(reader, arena)?))
    }
}

impl<'a, M, T: Decode<'a, M> + 'a> Decode<'a, M> for &'a [T] {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        Ok(arena.keep(Vec::decode(reader, arena)?))
    }
}

impl<'a, M, T: Decode<'a, M> + 'a> Decode<'a, M> for &'a mut [T] {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        Ok(arena.keep(Vec::decode(reader, arena)?))
    }
}

impl<'a, M, T: Decode<'a, M>> Decode<'a, M> for Box<T> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        T::decode(reader, arena).map(Self::new)
    }
}

impl<'a, M> Decode<'a, M> for Box<str> {
    fn decode(reader: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        reader.text().map(Self::from)
    }
}

impl<'a, M, T: Decode<'a, M>> Decode<'a, M> for Option<T> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        match reader.byte()? {
            0 => Ok(None),
            1 => T::decode(reader, arena).map(Some),
            _ => Err(Malformed("an Option")),
        }
    }
}

impl<'a, M, T: Decode<'a, M>, E: Decode<'a, M>> Decode<'a, M> for Result<T, E> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        match reader.byte()? {
            0 => T::decode(reader, arena).map(Ok),
            1 => E::decode(reader, arena).map(Err),
            _ => Err(Malformed("a Result")),
        }
    }
}

/// Elements one after the other. Room grows as they arrive: a count that lies makes no
/// room for what never comes.
fn elements<'a, M, T: Decode<'a, M>>(
    reader: &mut Reader<'a>,
    arena: &'a Arena,
    count: usize,
) -> Result<Vec<T>, Malformed> {
    let mut elements = Vec::with_capacity(count.min(reader.remaining()));
    for _ in 0..count {
        elements.push(T::decode(reader, arena)?);
    }
    Ok(elements)
}

impl<'a, M, T: Decode<'a, M>> Decode<'a, M> for Vec<T> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        let count = reader.count()?;
        elements(reader, arena, count)
    }
}

impl<'a, M, T: Decode<'a, M>> Decode<'a, M> for VecDeque<T> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        Vec::decode(reader, arena).map(Self::from)
    }
}

impl<'a, M, T: Decode<'a, M>, const N: usize> Decode<'a, M> for [T; N] {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        let elements = elements(reader, arena, N)?;
        elements.try_into().map_err(|_| Malformed("an array"))
    }
}

impl<'a, M, K, V, S> Decode<'a, M> for HashMap<K, V, S>
where
    K: Decode<'a, M> + Eq + Hash,
    V: Decode<'a, M>,
    S: BuildHasher + Default,
{
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        let entries: Vec<(K, V)> = Vec::decode(reader, arena)?;
        Ok(entries.into_iter().collect())
    }
}

impl<'a, M, K: Decode<'a, M> + Ord, V: Decode<'a, M>> Decode<'a, M> for BTreeMap<K, V> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        let entries: Vec<(K, V)> = Vec::decode(reader, arena)?;
        Ok(entries.into_iter().collect())
    }
}

impl<'a, M, T, S> Decode<'a, M> for HashSet<T, S>
where
    T: Decode<'a, M> + Eq + Hash,
    S: BuildHasher + Default,
{
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        let elements: Vec<T> = Vec::decode(reader, arena)?;
        Ok(elements.into_iter().collect())
    }
}

impl<'a, M, T: Decode<'a, M> + Ord> Decode<'a, M> for BTreeSet<T> {
    fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
        let elements: Vec<T> = Vec::decode(reader, arena)?;
        Ok(elements.into_iter().collect())
    }
}

macro_rules! tuples {
    ($($($name:ident)*;)*) => {$(
        impl<'a, M, $($name: Decode<'a, M>),*> Decode<'a, M> for ($($name,)*) {
            fn decode(reader: &mut Reader<'a>, arena: &'a Arena) -> Result<Self, Malformed> {
                Ok(($($name::decode(reader, arena)?,)*))
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

impl<'a, M> Decode<'a, M> for () {
    fn decode(_: &mut Reader<'a>, _: &'a Arena) -> Result<Self, Malformed> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Encode, Writer};
    use super::*;

    struct Here;

    fn bytes_of(value: &impl Encode<Here>) -> Vec<u8> {
        let mut writer = Writer::new();
        value.encode(&mut writer);
        writer.into_bytes()
    }

    #[test]
    fn borrowed_arguments_live_in_the_arena() {
        type Borrowed<'a> = &'a [(&'a str, &'a [&'a str])];

        let owned = vec![("web", vec!["api", "db"]), ("api", vec![])];
        let bytes = bytes_of(&owned);
        let arena = Arena::new();
        let borrowed = <Borrowed<'_> as Decode<'_, Here>>::decode(&mut Reader::new(&bytes), &arena)
            .expect("what was encoded decodes");
        assert_eq!(borrowed[0], ("web", ["api", "db"].as_slice()));
        assert_eq!(borrowed[1].1.len(), 0);
    }

    #[test]
    fn maps_travel_in_one_order() {
        let forward: HashMap<u32, bool> = (0..50).map(|key| (key, key % 3 == 0)).collect();
        let backward: HashMap<u32, bool> = (0..50).rev().map(|key| (key, key % 3 == 0)).collect();
        assert_eq!(bytes_of(&forward), bytes_of(&backward));
    }

    #[test]
    fn a_count_that_lies_makes_no_room() {
        let mut writer = Writer::new();
        writer.length(1 << 25);
        let bytes = writer.into_bytes();
        let arena = Arena::new();
        let decoded = <Vec<u64> as Decode<'_, Here>>::decode(&mut Reader::new(&bytes), &arena);
        assert_eq!(decoded, Err(Malformed("more bytes")));
    }
}

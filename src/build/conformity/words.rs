//! Tokens as words: on one line as a person would write them, and in a form in which equal
//! things are equal.

use proc_macro2::{Delimiter, LineColumn, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::HashMap;

/// Keywords that a bracket does not stick to.
const APART: &[&str] = &[
    "as", "const", "dyn", "else", "for", "if", "impl", "in", "let", "match", "move", "mut", "ref",
    "return", "where", "while",
];

/// A signature on one line: `fn put(&mut self, key: K) -> Option<(K, V)>`.
pub fn one_line(signature: &syn::Signature) -> String {
    line(signature)
}

/// Anything of a source on one line, without attributes.
pub fn line(part: &impl ToTokens) -> String {
    let words = words(part);
    let mut line = String::new();
    let mut before: Option<&str> = None;
    for word in &words {
        if before.is_some_and(|before| spaced(before, word, line.len())) {
            line.push(' ');
        }
        line.push_str(word);
        before = Some(word);
    }
    line
}

/// Whether a person puts a space between two words. `written` is how much there is before.
fn spaced(before: &str, word: &str, written: usize) -> bool {
    let sticks_on = ["(", "[", "<", ".", "::", "&", "#", "$", "?", "!"];
    let sticks_back = [")", "]", ">", ",", ";", ":", "::", ".", "?", "!"];
    let stands_alone = ["->", "=>", "=", "+", "|", "{", "}"];
    if word == "}" {
        return true;
    }
    if sticks_on.contains(&before) {
        return false;
    }
    if ["{", "->", "=>", "=", "|"].contains(&before) || word == "?" && [":", "+"].contains(&before)
    {
        return true;
    }
    if sticks_back.contains(&word) {
        return false;
    }
    match word {
        _ if stands_alone.contains(&word) || stands_alone.contains(&before) => true,
        _ if [":", ",", ";"].contains(&before) => true,
        _ if before == "*" => written == 1,
        // `impl<K>` and `for<'a>`.
        "<" => !["impl", "for"].contains(&before) && APART.contains(&before),
        "(" | "[" => APART.contains(&before),
        _ => is_name(before) || [">", ")", "]"].contains(&before),
    }
}

/// Whether it is a name, a keyword or a literal.
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphanumeric() || "_\"'".contains(first))
}

/// Renames for [`canonical`], by the name in the source.
pub type Renames = HashMap<String, String>;

/// The words of a part joined by spaces, such that two parts which mean the same by their
/// looks are equal: without attributes, without trailing commas, and standard items by
/// their short names. With renames, they are applied and lifetimes are left out.
pub fn canonical(part: &impl ToTokens, renames: Option<&Renames>) -> String {
    let mut words = short_paths(&words(part));
    if let Some(renames) = renames {
        words = without_lifetimes(words);
        for word in &mut words {
            if let Some(name) = renames.get(word) {
                word.clone_from(name);
            }
        }
    }
    words.join(" ")
}

/// Where the part begins, its attributes aside.
pub fn start(part: &impl ToTokens) -> LineColumn {
    without_attributes(part.to_token_stream())
        .first()
        .map_or(LineColumn { line: 1, column: 0 }, |token| {
            token.span().start()
        })
}

/// The words of a part, without attributes and trailing commas.
fn words(part: &impl ToTokens) -> Vec<String> {
    let mut words = Vec::new();
    collect(part.to_token_stream(), &mut words);
    words
}

fn collect(tokens: TokenStream, words: &mut Vec<String>) {
    let mut joint = false;
    for token in without_attributes(tokens) {
        let mut joins = false;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.extend((!open.is_empty()).then(|| open.to_string()));
                let inside = words.len();
                collect(group.stream(), words);
                // `(T,)` is a tuple and `(T)` is not, but `Fn(T,)` is `Fn(T)`.
                let called = words[..inside - usize::from(!open.is_empty())]
                    .last()
                    .is_some_and(|before| {
                        before == ">" || is_name(before) && !APART.contains(&before.as_str())
                    });
                let commas = words[inside..].iter().filter(|word| *word == ",").count();
                let tuple = open == "(" && commas == 1 && !called;
                if words.len() > inside && words.last().is_some_and(|last| last == ",") && !tuple {
                    words.pop();
                }
                words.extend((!close.is_empty()).then(|| close.to_string()));
            }
            TokenTree::Punct(punct) => {
                let character = punct.as_char();
                joins = punct.spacing() == Spacing::Joint;
                match words.last_mut() {
                    Some(last)
                        if joint
                            && matches!(
                                (last.as_str(), character),
                                (":", ':') | ("-" | "=", '>')
                            ) =>
                    {
                        last.push(character);
                    }
                    Some(last) if character == '>' && last == "," => *last = ">".to_string(),
                    _ => words.push(character.to_string()),
                }
            }
            // A quote and the name after it are one word.
            TokenTree::Ident(name) => match words.last_mut() {
                Some(last) if joint && last == "'" => last.push_str(&name.to_string()),
                _ => words.push(name.to_string()),
            },
            TokenTree::Literal(literal) => words.push(literal.to_string()),
        }
        joint = joins;
    }
}

/// The tokens without `#[…]` and `#![…]` on this level.
fn without_attributes(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token
            && group.delimiter() == Delimiter::Bracket
        {
            let ends_with = |kept: &[TokenTree], mark: char| matches!(kept.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
            if ends_with(&kept, '#') {
                kept.pop();
                continue;
            }
            if ends_with(&kept, '!') && ends_with(&kept[..kept.len() - 1], '#') {
                kept.truncate(kept.len() - 2);
                continue;
            }
        }
        kept.push(token);
    }
    kept
}

/// `std::time::Duration` is `Duration`: the modules of a path that begins with one of the
/// standard crates or with `crate`, `self` or `super` are left out.
fn short_paths(words: &[String]) -> Vec<String> {
    let begins = |word: &str| ["std", "core", "alloc", "crate", "self", "super"].contains(&word);
    let module = |word: &str| word.starts_with(|it: char| it.is_lowercase() || it == '_');
    let mut short: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let continues = |at: usize| words.get(at + 1).is_some_and(|word| word == "::");
        let first = at + usize::from(words[at] == "::");
        let after_path = at > 0 && words[at - 1] == "::";
        let path = words.get(first).is_some_and(|word| begins(word)) && continues(first);
        if path && !after_path {
            at = first;
            while module(&words[at]) && continues(at) && at + 2 < words.len() {
                at += 2;
            }
        }
        short.push(words[at].clone());
        at += 1;
    }
    short
}

fn without_lifetimes(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        if word.starts_with('\'') && !word.ends_with('\'') {
            words.next_if(|next| next == ",");
        } else if word == ">" && kept.last().is_some_and(|last| last == "<") {
            kept.pop();
        } else if word == ">" && kept.last().is_some_and(|last| last == ",") {
            kept.pop();
            kept.push(word);
        } else {
            kept.push(word);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(text: &str) -> String {
        one_line(&syn::parse_str::<syn::Signature>(text).expect(text))
    }

    fn canonical_type(text: &str) -> String {
        let ty: syn::Type = syn::parse_str(text).expect(text);
        canonical(&ty, Some(&Renames::new()))
    }

    #[test]
    fn signatures_are_written_as_a_person_would() {
        for text in [
            "fn put(&mut self, key: K, value: V) -> Option<(K, V)>",
            "fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError>",
            "fn get<'a, Q: ?Sized + Hash>(&'a self, key: &'a Q) -> Option<&'a V> where K: Borrow<Q>, V: Clone",
            "fn run(self: Arc<Self>, f: impl FnOnce(u32, &str) -> T + Send + 'static) -> Box<dyn Fn() + 'a>",
            "fn each<F>(&self, mut f: F, table: [u8; 16], g: fn(u8) -> u8) -> impl Iterator<Item = (u8, ())>",
            "async unsafe extern \"C\" fn raw(p: *const u8, q: *mut [T; N], r: &mut dyn Any) -> !",
            "const fn pair<const N: usize>(one: (u8,), at: std::time::Duration) -> <T as Iterator>::Item",
            "fn higher<F: for<'a> Fn(&'a str) -> &'a str>(f: F)",
        ] {
            assert_eq!(signature(text), text);
        }
        assert_eq!(
            signature("fn  a ( x :u8 , \n y : & mut  T , )->( u8 , )"),
            "fn a(x: u8, y: &mut T) -> (u8,)"
        );
    }

    #[test]
    fn items_keep_their_braces_apart_and_lose_their_attributes() {
        let item: syn::Item = syn::parse_quote! {
            #[derive(Debug)]
            /// Doc.
            pub enum Verdict<T> {
                /// Doc.
                Allow,
                #[default]
                Deny { retry_after: Duration, at: Vec<Vec<T>>, },
                Later(u8, T),
            }
        };
        assert_eq!(
            line(&item),
            "pub enum Verdict<T> { Allow, Deny { retry_after: Duration, at: Vec<Vec<T>> }, Later(u8, T) }"
        );
    }

    #[test]
    fn what_means_the_same_is_equal() {
        for (one, other) in [
            ("std::time::Duration", "Duration"),
            ("::core::option::Option<u8,>", "Option<u8>"),
            ("crate::Verdict", "Verdict"),
            ("&'a str", "&str"),
            ("Cow<'_, str>", "Cow<str>"),
            ("Permit<'a>", "Permit"),
            ("Box<dyn Fn(u8,) -> u8>", "Box<dyn Fn(u8)->u8>"),
        ] {
            assert_eq!(canonical_type(one), canonical_type(other));
        }
        for (one, other) in [
            ("a::Verdict", "Verdict"),
            ("&mut T", "&T"),
            ("(T,)", "T"),
            ("Self::Item", "Item"),
            ("Option<u8>", "Option<u16>"),
        ] {
            assert_ne!(canonical_type(one), canonical_type(other));
        }
    }

    #[test]
    fn renames_replace_whole_words() {
        let ty: syn::Type = syn::parse_quote!(HashMap<K, (Key, V)>);
        let renames = [("K".to_string(), "0".to_string())].into();
        assert_eq!(
            canonical(&ty, Some(&renames)),
            "HashMap < 0 , ( Key , V ) >"
        );
    }
}

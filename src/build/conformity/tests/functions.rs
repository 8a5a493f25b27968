use super::*;

/// What is said when the probe of this function does not compile.
fn explained(starter: &str, files: &[(&str, &str)], function: &str) -> Breach {
    let contract = contract(starter);
    let index = contract
        .functions
        .iter()
        .position(|it| it.signature.ident == function);
    let submission = submission(files);
    Conformity::new("lru-cache", &contract, &submission).explain(index, &rustc("mismatched types"))
}

fn lru(source: &str, function: &str) -> String {
    let breach = explained(LRU, &[("src/lib.rs", source)], function);
    format!("{}\n[{}]", breach.diagnostic.rendered, breach.summary)
}

#[test]
fn a_method_by_another_name_is_found() {
    let source = "pub struct LruCache<K, V>(K, V);

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self { todo!() }
    fn evict(&mut self) -> Option<(K, V)> { todo!() }
    fn put_last(&mut self, key: K, value: V) -> Option<(K, V)> { todo!() }
    pub fn insert(&mut self, key: K, value: V) -> Option<V> { todo!() }
}";
    insta::assert_snapshot!(lru(source, "put"), @r"
    error: the contract asks for a method that is not there
      --> src/lib.rs:3:1   impl<K: Hash + Eq + Clone, V> LruCache<K, V>
       | asked for:  pub fn put(&mut self, key: K, value: V) -> Option<(K, V)>
       | found:      fn put_last(&mut self, key: K, value: V) -> Option<(K, V)>      (nearest name)
      help: rename it, and make it `pub`; `greenroom show lru-cache --contract` prints all signatures
    [`put` is missing]
    ");
}

#[test]
fn a_method_that_has_no_like_is_missing() {
    let source = "pub struct LruCache<K, V>(K, V);
impl<K, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self { todo!() }
    fn helper(x: u8) {}
}";
    insta::assert_snapshot!(lru(source, "put"), @r"
    error: the contract asks for a method that is not there
      --> src/lib.rs:2:1   impl<K, V> LruCache<K, V>
       | asked for:  pub fn put(&mut self, key: K, value: V) -> Option<(K, V)>
      help: add it; `greenroom show lru-cache --contract` prints all signatures
    [`put` is missing]
    ");
    insta::assert_snapshot!(lru("\n  pub struct LruCache<K, V>(K, V);", "put"), @r"
    error: the contract asks for a method that is not there
      --> src/lib.rs:2:3
       | asked for:  pub fn put(&mut self, key: K, value: V) -> Option<(K, V)>
      help: add it; `greenroom show lru-cache --contract` prints all signatures
    [`put` is missing]
    ");
}

#[test]
fn every_part_of_a_signature_that_differs_is_named() {
    let with = |signature: &str| {
        format!(
            "pub struct LruCache<K, V>(K, V);\nimpl<K: Hash + Eq + Clone, V> LruCache<K, V> {{\n    {signature} {{ todo!() }}\n}}"
        )
    };
    insta::assert_snapshot!(lru(&with("pub fn get(&mut self, key: K) -> Option<&V>"), "get"), @r"
    error: the contract asks for another signature
      --> src/lib.rs:3:5   impl<K: Hash + Eq + Clone, V> LruCache<K, V>
       | asked for:  pub fn get(&mut self, key: &K) -> Option<&V>
       | found:      pub fn get(&mut self, key: K) -> Option<&V>
       | differs in: parameter 1 (`key`)
      help: take `&K` as `key`; `greenroom show lru-cache --contract` prints all signatures
    [`get` has another signature]
    ");
    insta::assert_snapshot!(lru(&with("pub fn len(&mut self) -> usize"), "len"), @r"
    error: the contract asks for another signature
      --> src/lib.rs:3:5   impl<K: Hash + Eq + Clone, V> LruCache<K, V>
       | asked for:  pub fn len(&self) -> usize
       | found:      pub fn len(&mut self) -> usize
       | differs in: the receiver
      help: take `&self`; `greenroom show lru-cache --contract` prints all signatures
    [`len` has another signature]
    ");
    insta::assert_snapshot!(lru(&with("pub(crate) fn put<'a>(&'a mut self, value: V) -> Option<V>"), "put"), @r"
    error: the contract asks for another signature
      --> src/lib.rs:3:5   impl<K: Hash + Eq + Clone, V> LruCache<K, V>
       | asked for:  pub fn put(&mut self, key: K, value: V) -> Option<(K, V)>
       | found:      pub(crate) fn put<'a>(&'a mut self, value: V) -> Option<V>
       | differs in: the number of parameters, the answer
      help: make it `pub`, take 2 parameters besides `self`, and answer `Option<(K, V)>`; `greenroom show lru-cache --contract` prints all signatures
    [`put` has another signature]
    ");
}

#[test]
fn an_extra_bound_is_named() {
    let source = "pub struct LruCache<K, V>(K, V);
impl<Key, Value: Clone> LruCache<Key, Value> where Key: Hash + Eq {
    pub fn len(&self) -> usize { todo!() }
}";
    insta::assert_snapshot!(lru(source, "len"), @r"
    error: the contract asks for another signature
      --> src/lib.rs:3:5   impl<Key, Value: Clone> LruCache<Key, Value>
       | asked for:  pub fn len(&self) -> usize
       | found:      pub fn len(&self) -> usize
       | differs in: the bound `Value: Clone`
      help: do without the bound `Value: Clone`; `greenroom show lru-cache --contract` prints all signatures
    [`len` has another signature]
    ");
}

#[test]
fn what_is_private_is_told() {
    let source = "pub struct LruCache<K, V>(K, V);
impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    fn len(&self) -> usize { todo!() }
}";
    insta::assert_snapshot!(lru(source, "len"), @r"
    error: the contract's method is not `pub`
      --> src/lib.rs:3:5   impl<K: Hash + Eq + Clone, V> LruCache<K, V>
       | asked for:  pub fn len(&self) -> usize
       | found:      fn len(&self) -> usize
      help: make it `pub`; `greenroom show lru-cache --contract` prints all signatures
    [`len` is not `pub`]
    ");
    insta::assert_snapshot!(lru("struct LruCache<K, V>(K, V);", "len"), @r"
    error: the contract's type is not `pub`
      --> src/lib.rs:1:1
       | asked for:  pub struct LruCache<K, V>
       | found:      struct LruCache<K, V>
      help: make it `pub`; `greenroom show lru-cache --contract` prints all signatures
    [`LruCache` is not `pub`]
    ");
}

#[test]
fn a_method_of_a_trait_is_not_one_of_the_type() {
    let source = "pub struct LruCache<K, V>(K, V);
trait Cache { fn len(&self) -> usize; }
impl<K, V> Cache for LruCache<K, V> {
    fn len(&self) -> usize { todo!() }
}";
    insta::assert_snapshot!(lru(source, "len"), @r"
    error: the contract asks for a method of the type itself
      --> src/lib.rs:4:5   impl<K, V> Cache for LruCache<K, V>
       | asked for:  pub fn len(&self) -> usize
       | found:      fn len(&self) -> usize
      help: move it into an `impl` block without a trait, and make it `pub`; `greenroom show lru-cache --contract` prints all signatures
    [`len` is a method of a trait]
    ");
}

#[test]
fn a_type_that_is_not_there_is_told() {
    insta::assert_snapshot!(lru("pub struct Cache<K, V>(K, V);\npub struct Lru<K, V>(K, V);", "new"), @r"
    error: the contract asks for a type that is not there
      --> src/lib.rs:1:1
       | asked for:  pub struct LruCache<K, V>
       | found:      pub struct Cache<K, V>      (nearest name)
      help: rename it; `greenroom show lru-cache --contract` prints all signatures
    [`LruCache` is missing]
    ");
    insta::assert_snapshot!(lru("pub fn new() {}", "new"), @r"
    error: the contract asks for a type that is not there
       | asked for:  pub struct LruCache<K, V>
      help: add it; `greenroom show lru-cache --contract` prints all signatures
    [`LruCache` is missing]
    ");
    insta::assert_snapshot!(lru("pub struct LruCache<T>(T);", "new"), @r"
    error: the contract asks for other generics
      --> src/lib.rs:1:1
       | asked for:  pub struct LruCache<K, V>
       | found:      pub struct LruCache<T>
      help: make it `pub struct LruCache<K, V>`; `greenroom show lru-cache --contract` prints all signatures
    [`LruCache` has other generics]
    ");
}

#[test]
fn a_type_or_function_in_a_module_has_to_be_exported() {
    let cache = "pub struct LruCache<K, V>(K, V);\nimpl<K: Hash + Eq + Clone, V> LruCache<K, V> { pub fn size(&self) -> usize { 1 } }";
    let breach = explained(
        LRU,
        &[("src/lib.rs", "mod cache;"), ("src/cache.rs", cache)],
        "len",
    );
    insta::assert_snapshot!(breach.diagnostic.rendered, @r"
    error: the contract's type is not at the root of the crate
      --> src/cache.rs:1:1
       | asked for:  pub struct LruCache<K, V>
       | found:      pub struct LruCache<K, V>
      help: add `pub use cache::LruCache;` to the root module; `greenroom show lru-cache --contract` prints all signatures
    ");
    for export in [
        "pub use cache::LruCache;",
        "pub use cache::*;",
        "pub use {cache::{LruCache as Other, LruCache}};",
    ] {
        let files = [
            ("src/lib.rs", &*format!("mod cache; {export}")),
            ("src/cache.rs", cache),
        ];
        assert_eq!(explained(LRU, &files, "len").summary, "`len` is missing");
    }
    let breach = explained(
        LOG,
        &[(
            "it.rs",
            "mod a { pub mod b { pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String> { x } } }",
        )],
        "waves",
    );
    insta::assert_snapshot!(breach.diagnostic.rendered, @r"
    error: the contract's function is not at the root of the crate
      --> it.rs:1:21
       | asked for:  pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String>
       | found:      pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String>
      help: add `pub use a::b::waves;` to the root module; `greenroom show lru-cache --contract` prints all signatures
    ");
}

#[test]
fn methods_are_found_behind_aliases_and_renames() {
    let inner = "pub struct Inner<K, V>(K, V);\nimpl<K: Hash + Eq + Clone, V> Inner<K, V> { pub fn len(&self) -> u32 { 1 } }";
    let alias = format!("{inner}\npub type LruCache<K, V> = Inner<K, V>;");
    assert_eq!(
        explained(LRU, &[("it.rs", &alias)], "len").summary,
        "`len` has another signature"
    );
    let files = [
        ("src/lib.rs", "mod inner; pub use inner::Inner as LruCache;"),
        ("src/inner.rs", inner),
    ];
    assert_eq!(
        explained(LRU, &files, "len").summary,
        "`len` has another signature"
    );
}

#[test]
fn a_free_function_is_explained_without_a_type() {
    let source = "use std::collections::HashMap;\n\npub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, u8> { todo!() }";
    insta::assert_snapshot!(explained(LOG, &[("kahn.rs", source)], "waves").diagnostic.rendered, @r"
    error: the contract asks for another signature
      --> kahn.rs:3:1
       | asked for:  pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String>
       | found:      pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, u8>
       | differs in: the answer
      help: answer `Result<Vec<String>, String>`; `greenroom show lru-cache --contract` prints all signatures
    ");
    let source = "fn wave(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String> { todo!() }";
    insta::assert_snapshot!(explained(LOG, &[("kahn.rs", source)], "waves").diagnostic.rendered, @r"
    error: the contract asks for a function that is not there
      --> kahn.rs:1:1
       | asked for:  pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String>
       | found:      fn wave(deps: &[(&str, &[&str])]) -> Result<Vec<String>, String>      (nearest name)
      help: rename it, and make it `pub`; `greenroom show lru-cache --contract` prints all signatures
    ");
}

#[test]
fn what_the_source_does_not_show_is_left_to_the_compiler() {
    let made = "macro_rules! m { () => {} } m!(); pub struct LruCache<K, V>(K, V);";
    insta::assert_snapshot!(lru(made, "len"), @r"
    error: `len` is not what the contract asks for
       | asked for:  pub fn len(&self) -> usize
       | rustc says: mismatched types
      help: `greenroom show lru-cache --contract` prints all signatures
    [`len` is not what the contract asks for]
    ");
    let same = "pub struct LruCache<K, V>(K, V); impl<K: Hash + Eq + Clone, V> LruCache<K, V> { pub fn len(&self) -> usize { 1 } }";
    insta::assert_snapshot!(lru(same, "len"), @r"
    error: `len` is not what the contract asks for
      --> src/lib.rs:1:81
       | asked for:  pub fn len(&self) -> usize
       | found:      pub fn len(&self) -> usize
       | rustc says: mismatched types
      help: `greenroom show lru-cache --contract` prints all signatures
    [`len` is not what the contract asks for]
    ");
    assert!(lru("pub struct", "len").contains("rustc says: mismatched types"));
    let unnamed = explained(LRU, &[("it.rs", made)], "no such function");
    assert_eq!(unnamed.summary, "the contract is not met");
}

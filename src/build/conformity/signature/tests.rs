use super::*;

fn fact(block: &str) -> SignatureFact {
    let block: syn::ItemImpl = syn::parse_str(block).expect(block);
    let syn::ImplItem::Fn(method) = &block.items[0] else {
        panic!("not a method: {block:?}")
    };
    SignatureFact::of(&method.sig, Some((&block.generics, &block.self_ty)))
}

fn parts(asked: &str, found: &str) -> Vec<String> {
    let differences = fact(asked).differences(&fact(found));
    differences.into_iter().map(|it| it.part).collect()
}

#[test]
fn signatures_that_differ_by_their_looks_alone_are_the_same() {
    let asked = "impl<K: Hash + Eq, V> Cache<K, V> { fn get(&mut self, key: &K, at: Duration) -> Option<&Self> { todo!() } }";
    for found in [
        "impl<Key, Value> Cache<Key, Value> where Key: Eq + std::hash::Hash { fn get(&mut self, _: &Key, now: std::time::Duration) -> Option<&Cache<Key, Value>> { x } }",
        "impl<'x, V, K: Hash> Cache<K, V> { fn get<'a>(&'a mut self, mut k: &K, at: Duration,) -> Option<&'a Self> { x } }",
    ] {
        assert_eq!(parts(asked, found), Vec::<String>::new(), "{found}");
    }
}

#[test]
fn every_part_that_differs_is_named() {
    let asked = "impl<K> C<K> { fn f(&self, a: &K, b: u32) -> Vec<K> { x } }";
    for (found, part) in [
        (
            "impl<K> C<K> { fn f(&mut self, a: &K, b: u32) -> Vec<K> { x } }",
            "the receiver",
        ),
        (
            "impl<K> C<K> { fn f(a: &K, b: u32) -> Vec<K> { x } }",
            "the receiver",
        ),
        (
            "impl<K> C<K> { fn f(&self, a: K, b: u32) -> Vec<K> { x } }",
            "parameter 1 (`a`)",
        ),
        (
            "impl<K> C<K> { fn f(&self, a: &K, c: u64) -> Vec<K> { x } }",
            "parameter 2 (`c`)",
        ),
        (
            "impl<K> C<K> { fn f(&self, a: &K) -> Vec<K> { x } }",
            "the number of parameters",
        ),
        (
            "impl<K> C<K> { fn f(&self, a: &K, b: u32) { x } }",
            "the answer",
        ),
        (
            "impl<K> C<K> { async fn f(&self, a: &K, b: u32) -> Vec<K> { x } }",
            "`async`",
        ),
        (
            "impl<K> C<K> { fn f<T>(&self, a: &K, b: u32) -> Vec<K> { x } }",
            "the generics",
        ),
        (
            "impl<K: Clone> C<K> { fn f(&self, a: &K, b: u32) -> Vec<K> { x } }",
            "the bound `K: Clone`",
        ),
        (
            "impl<K> C<K> { fn f(&self, a: &K, b: u32) -> Vec<K> where K: Ord { x } }",
            "the bound `K: Ord`",
        ),
    ] {
        assert_eq!(parts(asked, found), [part], "{found}");
    }
}

#[test]
fn advice_says_what_to_write() {
    let asked = "impl<K> C<K> { const fn f(self, a: &K) { x } }";
    let found = "impl<K> C<K> { fn f<T: Ord>(a: K) -> u8 { x } }";
    let advice: Vec<String> = fact(asked)
        .differences(&fact(found))
        .into_iter()
        .map(|it| it.advice)
        .collect();
    assert_eq!(
        advice,
        [
            "make it `const`",
            "take `self`",
            "take `&K` as `a`",
            "answer nothing",
            "take no type parameters of its own",
            "do without the bound `T: Ord`",
        ]
    );
}

#[test]
fn likeness_counts_equal_parts() {
    let asked = fact("impl<K> C<K> { fn f(&self, a: K, b: u32) -> u8 { x } }");
    let other = fact("impl<K> C<K> { fn g(&self, a: K, b: u64) -> u16 { x } }");
    assert_eq!(asked.likeness(&asked), 1.0);
    assert_eq!(asked.likeness(&other), 0.5);
}

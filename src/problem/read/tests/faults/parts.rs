//! Faults of literals that have parts.

use super::lines;

#[test]
fn variants_and_fields_are_those_of_the_type() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""tree(Leaf) -> _""#,
        r#""tree(Some(Leaves)) -> _""#,
        r#""tree(Some(Twig::Leaf)) -> _""#,
        r#""tree(Some(Leaf(1))) -> _""#,
        r#""tree(Some(Node(Leaf))) -> _""#,
        r#""tree(Some(Node(Item { itm: 1 }, []))) -> _""#,
        r#""tree(Some(Node(Item {}, []))) -> _""#,
        r#""tree(Some(Node(Item { item: 1, item: 2 }, []))) -> _""#,
        r#""tree(Some(Node(Item(1), []))) -> _""#,
    ]), @r#"
    error: expected a `Option<Tree>`, found `Leaf`
      --> problem.toml:24:7
       |
    24 | "tree(Leaf) -> _",
       |       ^^^^ not a `Option<Tree>`

    error: expected a `Tree`, found `Leaves`
      --> problem.toml:24:12
       |
    24 | "tree(Some(Leaves)) -> _",
       |            ^^^^^^ not a `Tree`

    error: expected a `Tree`, found `Twig::Leaf`
      --> problem.toml:24:12
       |
    24 | "tree(Some(Twig::Leaf)) -> _",
       |            ^^^^^^^^^^ not a `Tree`
       |
       = help: did you mean `Leaf`?

    error: `Leaf` holds nothing
      --> problem.toml:24:12
       |
    24 | "tree(Some(Leaf(1))) -> _",
       |            ^^^^^^^

    error: `Node` holds 2 values in round brackets
      --> problem.toml:24:12
       |
    24 | "tree(Some(Node(Leaf))) -> _",
       |            ^^^^^^^^^^

    error: `Item` has no field `itm`
      --> problem.toml:24:24
       |
    24 | "tree(Some(Node(Item { itm: 1 }, []))) -> _",
       |                        ^^^
       |
       = help: did you mean `item`?

    error: `Item` also has the field `item`
      --> problem.toml:24:17
       |
    24 | "tree(Some(Node(Item {}, []))) -> _",
       |                 ^^^^^^^ not given here

    error: `item` is given twice
      --> problem.toml:24:33
       |
    24 | "tree(Some(Node(Item { item: 1, item: 2 }, []))) -> _",
       |                                 ^^^^

    error: `Item` has named fields
      --> problem.toml:24:17
       |
    24 | "tree(Some(Node(Item(1), []))) -> _",
       |                 ^^^^^^^
       |
       = help: write `Item { item: … }`
    "#);
}

#[test]
fn collections_have_their_own_brackets_and_no_repetitions() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""unlike([1], {}) -> {}""#,
        r#""unlike({1, 1}, {}) -> {}""#,
        r#""unlike({1: 2}, {}) -> {}""#,
        r#"'unlike({}, {1: "a", 1: "b"}) -> {}'"#,
        r#""unlike({}, {1}) -> {}""#,
        r#""unlike({}, {}) -> {_}""#,
        r#""sorted([1, 2]) -> []""#,
        r#""nothing(5) -> ()""#,
        r#""sorted([1, 2, 3]) -> (1, 2)""#,
        r#""fill([1, 2], yes) -> _""#,
        r#""tally(['x', @many(1)]) -> _""#,
    ]), @r#"
    error: expected a `HashSet<u8>`, found a list
      --> problem.toml:24:9
       |
    24 | "unlike([1], {}) -> {}",
       |         ^^^ not a `HashSet<u8>`

    error: this element is in the set already
      --> problem.toml:24:13
       |
    24 | "unlike({1, 1}, {}) -> {}",
       |             ^

    error: expected a `HashSet<u8>`, found a whole number
      --> problem.toml:24:10
       |
    24 | "unlike({1: 2}, {}) -> {}",
       |          ^ not a `HashSet<u8>`
       |
       = help: write `{element, …}`

    error: this key is in the map already
      --> problem.toml:24:22
       |
    24 | 'unlike({}, {1: "a", 1: "b"}) -> {}',
       |                      ^

    error: expected a `BTreeMap<u8, String>`, found a whole number
      --> problem.toml:24:14
       |
    24 | "unlike({}, {1}) -> {}",
       |              ^ not a `BTreeMap<u8, String>`
       |
       = help: write `{key: value, …}`

    error: `_` cannot stand inside a map or a set
      --> problem.toml:24:21
       |
    24 | "unlike({}, {}) -> {_}",
       |                     ^

    error: expected a `[i64; 3]`, found a list
      --> problem.toml:24:9
       |
    24 | "sorted([1, 2]) -> []",
       |         ^^^^^^ not a `[i64; 3]`
       |
       = help: this has 2 elements, the array 3

    error: expected a `()`, found a whole number
      --> problem.toml:24:10
       |
    24 | "nothing(5) -> ()",
       |          ^ not a `()`

    error: expected a `Vec<i64>`, found a tuple of 2
      --> problem.toml:24:23
       |
    24 | "sorted([1, 2, 3]) -> (1, 2)",
       |                       ^^^^^^ not a `Vec<i64>`

    error: expected a `bool`, found `yes`
      --> problem.toml:24:15
       |
    24 | "fill([1, 2], yes) -> _",
       |               ^^^ not a `bool`

    error: expected a `String`, found a character
      --> problem.toml:24:9
       |
    24 | "tally(['x', @many(1)]) -> _",
       |         ^^^ not a `String`
    "#);
}

#[test]
fn places_are_only_left_open_in_answers() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""fill([_, 1], true) -> _""#,
        r#""tree(_) -> _""#,
        r#""tree(Some(Node(_, []))) -> _""#,
    ]), @r#"
    error: `_` can only stand in an answer
      --> problem.toml:24:8
       |
    24 | "fill([_, 1], true) -> _",
       |        ^

    error: `_` can only stand in an answer
      --> problem.toml:24:7
       |
    24 | "tree(_) -> _",
       |       ^

    error: `_` can only stand in an answer
      --> problem.toml:24:17
       |
    24 | "tree(Some(Node(_, []))) -> _",
       |                 ^
    "#);
}

#[test]
fn literals_nest_only_so_deep() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""sorted([[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]) -> _""#,
    ]), @r#"
    error: literals nest at most 64 deep
      --> problem.toml:24:73
       |
    24 | "sorted([[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]...
       |                                                                         ^
    "#);
}

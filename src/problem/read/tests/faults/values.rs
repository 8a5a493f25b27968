//! Faults of literals.

use super::{lines, told};

#[test]
fn numbers_fit_their_type() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""fill([256, 0], true) -> [0, 0]""#,
        r#""fill([-1, 0], true) -> [0, 0]""#,
        r#""fill([1u16, 0], true) -> [0, 0]""#,
        r#""fill([1.0, 0], true) -> [0, 0]""#,
        r#""sorted([9223372036854775808, 0, 0]) -> []""#,
        r#""label('a', 1, 2.0) -> _""#,
        r#""label('a', 1.0f64, 2.0) -> _""#,
        r#""fill([0xfg, 0], true) -> _""#,
        r#""fill([99999999999999999999999999999999999999999, 0], true) -> _""#,
        r#""fill([u16::MAX, 0], true) -> _""#,
    ]), @r#"
    error: this does not fit in `u8`
      --> problem.toml:24:8
       |
    24 | "fill([256, 0], true) -> [0, 0]",
       |        ^^^ `u8` goes from 0 to 255

    error: this does not fit in `u8`
      --> problem.toml:24:8
       |
    24 | "fill([-1, 0], true) -> [0, 0]",
       |        ^^ `u8` goes from 0 to 255

    error: expected a `u8`, found a `u16`
      --> problem.toml:24:8
       |
    24 | "fill([1u16, 0], true) -> [0, 0]",
       |        ^^^^ not a `u8`

    error: expected a `u8`, found a number with decimals
      --> problem.toml:24:8
       |
    24 | "fill([1.0, 0], true) -> [0, 0]",
       |        ^^^ not a `u8`

    error: this does not fit in `i64`
      --> problem.toml:24:10
       |
    24 | "sorted([9223372036854775808, 0, 0]) -> []",
       |          ^^^^^^^^^^^^^^^^^^^ `i64` goes from -9223372036854775808 to 9223372036854775807

    error: expected a `f32`, found a whole number
      --> problem.toml:24:13
       |
    24 | "label('a', 1, 2.0) -> _",
       |             ^ not a `f32`
       |
       = help: write it with decimals, as in `2.0`

    error: expected a `f32`, found a number with decimals
      --> problem.toml:24:13
       |
    24 | "label('a', 1.0f64, 2.0) -> _",
       |             ^^^^^^ not a `f32`

    error: not a number
      --> problem.toml:24:8
       |
    24 | "fill([0xfg, 0], true) -> _",
       |        ^^^^

    error: not a whole number of at most 128 bits
      --> problem.toml:24:8
       |
    24 | "fill([99999999999999999999999999999999999999999, 0], true) -> _",
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: expected a `u8`, found `u16::MAX`
      --> problem.toml:24:8
       |
    24 | "fill([u16::MAX, 0], true) -> _",
       |        ^^^^^^^^ not a `u8`
    "#);
}

#[test]
fn durations_have_a_unit() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""pause(5, 1s) -> None""#,
        r#""pause(1.0000000001s, 1s) -> None""#,
        r#""pause(-1s, 1s) -> None""#,
        r#""pause(1h, 1s) -> None""#,
        r#""pause(1.5, 1s) -> None""#,
    ]), @r#"
    error: expected a `Duration`, found a whole number
      --> problem.toml:24:8
       |
    24 | "pause(5, 1s) -> None",
       |        ^ not a `Duration`
       |
       = help: write `5s`, `1.5s` or `250ms`

    error: not a duration
      --> problem.toml:24:8
       |
    24 | "pause(1.0000000001s, 1s) -> None",
       |        ^^^^^^^^^^^^^
       |
       = help: write `1.5s`, `250ms`, `10us` or `7ns`

    error: not a duration
      --> problem.toml:24:8
       |
    24 | "pause(-1s, 1s) -> None",
       |        ^^^

    error: not a number
      --> problem.toml:24:8
       |
    24 | "pause(1h, 1s) -> None",
       |        ^^

    error: expected a `Duration`, found a number with decimals
      --> problem.toml:24:8
       |
    24 | "pause(1.5, 1s) -> None",
       |        ^^^ not a `Duration`
    "#);
}

#[test]
fn texts_and_characters_are_rusts() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#"'tally(["a) -> {}'"#,
        r#"'tally(["\q"]) -> {}'"#,
        r#""label('ab', 1.0, 1.0) -> _""#,
        r#""label(\"a\", 1.0, 1.0) -> _""#,
        r#""tally([&'a']) -> _""#,
    ]), @r#"
    error: not a text or character of Rust
      --> problem.toml:24:9
       |
    24 | 'tally(["a) -> {}',
       |         ^^^^^^^^^ it does not end

    error: not a text or character of Rust
      --> problem.toml:24:9
       |
    24 | 'tally(["\q"]) -> {}',
       |         ^^^^ cannot parse string into token stream

    error: not a text or character of Rust
      --> problem.toml:24:8
       |
    24 | "label('ab', 1.0, 1.0) -> _",
       |        ^^^^ cannot parse string into token stream

    error: expected a `char`, found a text
      --> problem.toml:24:8
       |
    24 | "label(\"a\", 1.0, 1.0) -> _",
       |        ^^^^^ not a `char`

    error: expected a value, found `&`
      --> problem.toml:24:9
       |
    24 | "tally([&'a']) -> _",
       |         ^ expected a value
       |
       = help: literals have no references: leave out the `&`
    "#);
}

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

    error: expected a `Tree`, found `Leaf`
      --> problem.toml:24:12
       |
    24 | "tree(Some(Leaf(1))) -> _",
       |            ^^^^^^^ not a `Tree`
       |
       = help: `Leaf` holds nothing

    error: expected a `Tree`, found `Node`
      --> problem.toml:24:12
       |
    24 | "tree(Some(Node(Leaf))) -> _",
       |            ^^^^^^^^^^ not a `Tree`
       |
       = help: `Node` holds 2 values

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

    error: expected a `Item`, found `Item`
      --> problem.toml:24:17
       |
    24 | "tree(Some(Node(Item(1), []))) -> _",
       |                 ^^^^^^^ not a `Item`
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
fn generated_arguments_have_the_type_that_is_asked_for() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""tally(@meny(1)) -> _""#,
        r#""tally(@many(1)) -> _""#,
        r#"'tally(@many("w", 1)) -> _'"#,
        r#"'sorted(@many(1, "w")) -> _'"#,
        r#""tally(@texts(1)) -> _""#,
        "'tally([@many(1)]) -> _'",
        r#""tally(@) -> _""#,
    ]), @r#"
    error: model.rs has no function `meny`
      --> problem.toml:24:8
       |
    24 | "tally(@meny(1)) -> _",
       |        ^^^^^^^^
       |
       = help: did you mean `many`?

    error: `many` takes 2 arguments
      --> problem.toml:24:8
       |
    24 | "tally(@many(1)) -> _",
       |        ^^^^^^^^ 1 here

    error: expected a `usize`, found a text
      --> problem.toml:24:14
       |
    24 | 'tally(@many("w", 1)) -> _',
       |              ^^^ not a `usize`

    error: `@many` makes a `Vec<String>`
      --> problem.toml:24:9
       |
    24 | 'sorted(@many(1, "w")) -> _',
       |         ^^^^^^^^^^^^^ expected a `[i64; 3]`

    error: a parameter of `texts` is not a plain type
      --> problem.toml:24:15
       |
    24 | "tally(@texts(1)) -> _",
       |               ^
       |
       = help: plain types own what they hold: `String`, not `&str`

    error: `@many(…)` has to be a whole argument
      --> problem.toml:24:9
       |
    24 | 'tally([@many(1)]) -> _',
       |         ^^^^^^^^ inside another value

    error: expected the name of a function of model.rs, found `)`
      --> problem.toml:24:9
       |
    24 | "tally(@) -> _",
       |         ^ expected the name of a function of model.rs
    "#);
    insta::assert_snapshot!(lines("small-ring", &[
        r#""let (a, b) = ring(@size(1))""#,
    ]), @r#"
    error: `@size` is a function of model.rs, and there is no model.rs
      --> problem.toml:12:20
       |
    12 | "let (a, b) = ring(@size(1))",
       |                    ^^^^^^^^
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

#[test]
fn an_opaque_answer_has_no_literal() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""let a = take() -> Some(_)""#, r#""let a = take() -> Some(a)""#),
    ]), @r#"
    error: a `Ticket<'_>` stays in the candidate's process: no literal can stand for it
      --> problem.toml:26:29
       |
    26 |     "let a = take() -> Some(a)",
       |                             ^ write `_`
       |
       = help: name it with `let`, as in `let a = …`
    "#);
}

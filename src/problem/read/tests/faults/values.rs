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
    ]), @"");
}

#[test]
fn durations_have_a_unit() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""pause(5, 1s) -> None""#,
        r#""pause(1.0000000001s, 1s) -> None""#,
        r#""pause(-1s, 1s) -> None""#,
        r#""pause(1h, 1s) -> None""#,
        r#""pause(1.5, 1s) -> None""#,
    ]), @"");
}

#[test]
fn texts_and_characters_are_rusts() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#"'tally(["a) -> {}'"#,
        r#"'tally(["\q"]) -> {}'"#,
        r#""label('ab', 1.0, 1.0) -> _""#,
        r#""label(\"a\", 1.0, 1.0) -> _""#,
        r#""tally([&'a']) -> _""#,
    ]), @"");
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
    ]), @"");
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
    ]), @"");
}

#[test]
fn places_are_only_left_open_in_answers() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""fill([_, 1], true) -> _""#,
        r#""tree(_) -> _""#,
        r#""tree(Some(Node(_, []))) -> _""#,
    ]), @"");
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
    ]), @"");
    insta::assert_snapshot!(lines("small-ring", &[
        r#""let (a, b) = ring(@size(1))""#,
    ]), @"");
}

#[test]
fn literals_nest_only_so_deep() {
    insta::assert_snapshot!(lines("word-tally", &[
        r#""sorted([[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]) -> _""#,
    ]), @"");
}

#[test]
fn an_opaque_answer_has_no_literal() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""let a = take() -> Some(_)""#, r#""let a = take() -> Some(a)""#),
    ]), @"");
}

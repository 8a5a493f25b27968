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
       |         ^^^^

    error: not a text or character of Rust
      --> problem.toml:24:8
       |
    24 | "label('ab', 1.0, 1.0) -> _",
       |        ^^^^

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
    error: the model has no function `meny`
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

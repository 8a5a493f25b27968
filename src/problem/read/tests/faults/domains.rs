//! Faults of `[domain]`, `[weights]` and `[random]`.

use super::told;

#[test]
fn domains_are_for_what_the_contract_has() {
    insta::assert_snapshot!(told("word-tally", &[
        ("problem.toml", "label.letter", "label.leter"),
        ("problem.toml", "label.letter", "lable.letter"),
        ("problem.toml", "tally =", "taly ="),
        ("problem.toml", r#"tally = "@texts""#, r#"tally = "0..3""#),
        ("problem.toml", "label = 3", "labels = 3"),
        ("problem.toml", "label = 3", "label = 5000"),
        ("problem.toml", "label = 3", r#"label = "often""#),
        ("problem.toml", r#"tally = "@texts""#, r#"tree = "Leaf""#),
        ("problem.toml", "sequences = 100", "sequences = 0"),
        ("problem.toml", r#"tally = "@texts""#, "tally = 5"),
    ]), @r#"
    error: `label` has no parameter `leter`
      --> problem.toml:10:7
       |
    10 | label.leter = "'a'..='f' | 'z'"
       |       ^^^^^ unknown
       |
       = help: did you mean `letter`?

    error: the contract has no operation `lable`
      --> problem.toml:10:1
       |
    10 | lable.letter = "'a'..='f' | 'z'"
       | ^^^^^ unknown operation
       |
       = help: did you mean `label`?

    error: the contract has no parameter or operation `taly`
     --> problem.toml:8:1
      |
    8 | taly = "@texts"
      | ^^^^ unknown
      |
      = help: did you mean `tally`?

    error: `tally` is an operation: its domain is a generator
     --> problem.toml:8:9
      |
    8 | tally = "0..3"
      |         ^^^^^^ not `@name`
      |
      = help: write `tally = "@name"`, or give its parameters domains

    error: the contract has no operation `labels`
      --> problem.toml:18:1
       |
    18 | labels = 3
       | ^^^^^^ unknown operation
       |
       = help: did you mean `label`?

    error: `label` has to be from 0 to 1000
      --> problem.toml:18:9
       |
    18 | label = 5000
       |         ^^^^

    error: `label` has to be a whole number
      --> problem.toml:18:9
       |
    18 | label = "often"
       |         ^^^^^^^ found a string

    error: `tree` is an operation and a parameter
     --> problem.toml:8:1
      |
    8 | tree = "Leaf"
      | ^^^^ which of them?
      |
      = help: write `operation.parameter`

    error: `sequences` has to be from 1 to 100000
      --> problem.toml:14:13
       |
    14 | sequences = 0
       |             ^

    error: `tally` has to be a text
     --> problem.toml:8:9
      |
    8 | tally = 5
      |         ^ found an integer
    "#);
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "seats =", "ticket ="),
        ("problem.toml", r#"seats = "0..=3""#, r#"stamps = "0..=3""#),
    ]), @r#"
    error: `ticket` is a handle: it has no domain
      --> problem.toml:19:1
       |
    19 | ticket = "0..=3"
       | ^^^^^^

    error: `stamps` is an operation: its domain is a generator
      --> problem.toml:19:10
       |
    19 | stamps = "0..=3"
       |          ^^^^^^^ not `@name`
       |
       = help: write `stamps = "@name"`, or give its parameters domains
    "#);
}

#[test]
fn domains_fit_the_type() {
    insta::assert_snapshot!(told("word-tally", &[
        ("problem.toml", "'a'..='f' | 'z'", "0..5"),
        ("problem.toml", "'a'..='f' | 'z'", r#"'a'..='f' | \"z\""#),
        ("problem.toml", "'a'..='f' | 'z'", "'f'..='a'"),
        ("problem.toml", "'a'..='f' | 'z'", "'a'..'a'"),
        ("problem.toml", "'a'..='f' | 'z'", "rising 'a'..'c' by 'a'..'b'"),
        ("problem.toml", "0.0..=1.0", "0.0..1.0"),
        ("problem.toml", "[-5..=5; 3]", "[-5..=5; 2]"),
        ("problem.toml", "[-5..=5; 3]", "[-5..=5; 3"),
        ("problem.toml", "'a'..='f' | 'z'", "'a'..='f' or 'z'"),
        ("problem.toml", r#"label.share = "0.0..=1.0""#, r#"tree.tree = "Some(Leaf)..None""#),
        ("problem.toml", r#"label.share = "0.0..=1.0""#, r#"fill.invert = "[true; 2]""#),
        ("problem.toml", r#"label.share = "0.0..=1.0""#, r#"fill.invert = "@texts | true""#),
    ]), @r#"
    error: expected a `char`, found a whole number
      --> problem.toml:10:17
       |
    10 | label.letter = "0..5"
       |                 ^ not a `char`

    error: expected a `char`, found a text
      --> problem.toml:10:29
       |
    10 | label.letter = "'a'..='f' | \"z\""
       |                             ^^^^^ not a `char`

    error: this range is empty
      --> problem.toml:10:17
       |
    10 | label.letter = "'f'..='a'"
       |                 ^^^^^^^^^

    error: this range is empty
      --> problem.toml:10:17
       |
    10 | label.letter = "'a'..'a'"
       |                 ^^^^^^^^

    error: a `char` cannot rise: only whole numbers and durations can
      --> problem.toml:10:17
       |
    10 | label.letter = "rising 'a'..'c' by 'a'..'b'"
       |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: a range of numbers with decimals includes its end
      --> problem.toml:11:16
       |
    11 | label.share = "0.0..1.0"
       |                ^^^^^^^^
       |
       = help: write `..=`

    error: a `[i64; 3]` has another length
     --> problem.toml:9:28
      |
    9 | sorted.numbers = "[-5..=5; 2]"
      |                            ^

    error: expected `]`, found the end
     --> problem.toml:9:29
      |
    9 | sorted.numbers = "[-5..=5; 3"
      |                             ^ expected `]`

    error: expected `|`, `..` or the end, found `or`
      --> problem.toml:10:27
       |
    10 | label.letter = "'a'..='f' or 'z'"
       |                           ^^ expected `|`, `..` or the end

    error: there are no ranges of `Option<Tree>`
      --> problem.toml:11:14
       |
    11 | tree.tree = "Some(Leaf)..None"
       |              ^^^^^^^^^^^^^^^^

    error: expected a domain for `bool`, found one for lists
      --> problem.toml:11:16
       |
    11 | fill.invert = "[true; 2]"
       |                ^^^^^^^^^

    error: a generator has to be the whole domain
      --> problem.toml:11:16
       |
    11 | fill.invert = "@texts | true"
       |                ^^^^^^^^^^^^^
       |
       = help: write `@name` alone
    "#);
    insta::assert_snapshot!(told("retry-box", &[
        ("problem.toml", "rising 0s..20s by 0s..=2s", "rising 0s..20s"),
        ("problem.toml", "[0..8; 0..=4]", "[0..8; 0..=99999]"),
        ("problem.toml", "[0..8; 0..=4]", "[0..8; -1]"),
        ("problem.toml", "rising 0s..20s by 0s..=2s", "rising 0s by 1s..2s"),
    ]), @r#"
    error: expected `by` and a range of steps, found the end
      --> problem.toml:13:24
       |
    13 | pause = "rising 0s..20s"
       |                        ^ expected `by` and a range of steps

    error: a list has at most 10000 elements
      --> problem.toml:12:23
       |
    12 | run.answers = "[0..8; 0..=99999]"
       |                       ^^^^^^^^^

    error: this does not fit in `usize`
      --> problem.toml:12:23
       |
    12 | run.answers = "[0..8; -1]"
       |                       ^^ `usize` goes from 0 to 18446744073709551615

    error: expected `..` or `..=`, found `by`
      --> problem.toml:13:20
       |
    13 | pause = "rising 0s by 1s..2s"
       |                    ^^ expected `..` or `..=`
    "#);
}

#[test]
fn generators_are_functions_of_the_model() {
    insta::assert_snapshot!(told("word-tally", &[
        ("problem.toml", r#""@texts""#, r#""@text""#),
        ("model.rs", "rng: &mut Rng", "rng: u8"),
        ("model.rs", "-> (Words,)", "-> Words"),
        ("model.rs", "rng: &mut Rng", "rng: &mut Rng, model: &mut Model"),
    ]), @r#"
    error: the model has no function `text`
     --> problem.toml:8:10
      |
    8 | tally = "@text"
      |          ^^^^^
      |
      = help: did you mean `texts`?

    error: `texts` has to take `&mut Rng`, and may take `&Model` after it
     --> problem.toml:8:10
      |
    8 | tally = "@texts"
      |          ^^^^^^

    error: `@texts` makes a `Vec<String>`
     --> problem.toml:8:10
      |
    8 | tally = "@texts"
      |          ^^^^^^ expected a `(Vec<String>,)`

    error: `texts` has to take `&mut Rng`, and may take `&Model` after it
     --> problem.toml:8:10
      |
    8 | tally = "@texts"
      |          ^^^^^^
    "#);
    insta::assert_snapshot!(told("small-ring", &[
        ("problem.toml", "[[case]]", "[domain]\ncapacity = \"@any\"\n[[case]]"),
    ]), @r#"
    error: `@any` is a function of model.rs, and there is no model.rs
     --> problem.toml:9:13
      |
    9 | capacity = "@any"
      |             ^^^^
    "#);
}

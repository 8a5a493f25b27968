//! Faults in the form of problem.toml.

use super::told;

#[test]
fn what_is_not_toml_is_told_where_it_ends_to_be() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#"title = "Tickets at a desk""#, r#"title = "Tickets at a desk"#),
        ("problem.toml", "minutes = 30", "minutes = 30\nminutes = 31"),
    ]), @r#"
    error: not TOML: invalid basic string, expected `"`
     --> problem.toml:2:27
      |
    2 | title = "Tickets at a desk
      |                           ^

    error: not TOML: duplicate key
     --> problem.toml:5:1
      |
    5 | minutes = 31
      | ^^^^^^^
    "#);
}

#[test]
fn the_top_has_to_be_there_and_to_make_sense() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "format = 1\n", ""),
        ("problem.toml", "format = 1", "format = 2"),
        ("problem.toml", r#""Tickets at a desk""#, r#"" ""#),
        ("problem.toml", r#""Tickets at a desk""#, "5"),
        ("problem.toml", r#""L4""#, r#""L7""#),
        ("problem.toml", "minutes = 30", "minutes = 0"),
        ("problem.toml", "minutes = 30", r#"minutes = "30""#),
        ("problem.toml", r#""raii""#, "7"),
        ("problem.toml", r#""c11""#, r#""relaxed""#),
    ]), @r#"
    error: problem.toml has no `format`
     --> problem.toml:1:1
      |
    1 | title = "Tickets at a desk"
      | ^

    error: this judge reads packages of format 1
     --> problem.toml:1:10
      |
    1 | format = 2
      |          ^

    error: `title` is empty
     --> problem.toml:2:9
      |
    2 | title = " "
      |         ^^^

    error: `title` has to be a text
     --> problem.toml:2:9
      |
    2 | title = 5
      |         ^ found an integer

    error: `level` has to be "L4", "L5" or "L6"
     --> problem.toml:3:9
      |
    3 | level = "L7"
      |         ^^^^

    error: `minutes` has to be from 1 to 240
     --> problem.toml:4:11
      |
    4 | minutes = 0
      |           ^

    error: `minutes` has to be a whole number
     --> problem.toml:4:11
      |
    4 | minutes = "30"
      |           ^^^^ found a string

    error: `topics` has to be a list of texts
     --> problem.toml:5:11
      |
    5 | topics = [7]
      |           ^ found an integer

    error: `ordering` has to be "sc" or "c11"
     --> problem.toml:8:12
      |
    8 | ordering = "relaxed"
      |            ^^^^^^^^^
    "#);
}

#[test]
fn unknown_keys_are_told_with_the_nearest_known_one() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "topics =", "topic ="),
        ("problem.toml", "sample =", "smaple ="),
        ("problem.toml", "cpu =", "speed ="),
        ("problem.toml", "spurious", "supirous"),
    ]), @r#"
    error: problem.toml has no key `topic`
     --> problem.toml:5:1
      |
    5 | topic = ["raii"]
      | ^^^^^ unknown key
      |
      = help: did you mean `topics`?

    error: no case is a sample
    --> problem.toml
     = help: write `sample = true` in a case that explains the problem

    error: [[case]] has no key `smaple`
      --> problem.toml:23:1
       |
    23 | smaple = true
       | ^^^^^^ unknown key
       |
       = help: did you mean `sample`?

    error: [limits] has no key `speed`
      --> problem.toml:12:1
       |
    12 | speed = "1s"
       | ^^^^^ unknown key
       |
       = help: known are `cpu`, `cpu_ratio`, `memory`, `output`, `stack` and `wall`

    error: [[scenario]] has no key `supirous`
      --> problem.toml:68:1
       |
    68 | supirous = 1
       | ^^^^^^^^ unknown key
       |
       = help: did you mean `spurious`?
    "#);
}

#[test]
fn limits_have_units_and_bounds() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#"cpu = "1s""#, "cpu = 1000"),
        ("problem.toml", r#""1s""#, r#""1 second""#),
        ("problem.toml", r#""1.5s""#, r#""999999999999999999s""#),
        ("problem.toml", r#""64 MiB""#, r#""64 MB""#),
        ("problem.toml", r#""64 MiB""#, r#""1 MiB""#),
        ("problem.toml", "65_536", "1_000_000_000_000_000_000"),
        ("problem.toml", r#""1 MiB""#, "[]"),
    ]), @r#"
    error: `cpu` has to be a text
      --> problem.toml:12:7
       |
    12 | cpu = 1000
       |       ^^^^ found an integer

    error: `cpu` is not a duration
      --> problem.toml:12:7
       |
    12 | cpu = "1 second"
       |       ^^^^^^^^^^
       |
       = help: write "2s" or "500ms"

    error: `wall` has to be from 10ms to 300s
      --> problem.toml:13:8
       |
    13 | wall = "999999999999999999s"
       |        ^^^^^^^^^^^^^^^^^^^^^

    error: `memory` has to be from 16 MiB to 4 GiB
      --> problem.toml:14:10
       |
    14 | memory = "64 MB"
       |          ^^^^^^^
       |
       = help: write "256 MiB", or a number of bytes

    error: `memory` has to be from 16 MiB to 4 GiB
      --> problem.toml:14:10
       |
    14 | memory = "1 MiB"
       |          ^^^^^^^
       |
       = help: write "256 MiB", or a number of bytes

    error: `output` has to be from 1 KiB to 64 MiB
      --> problem.toml:15:10
       |
    15 | output = 1_000_000_000_000_000_000
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write "256 MiB", or a number of bytes

    error: `stack` has to be a whole number
      --> problem.toml:16:9
       |
    16 | stack = []
       |         ^^ found an array
    "#);
}

#[test]
fn checks_need_a_name_of_their_own_and_something_to_do() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "name = \"a ticket comes back when it is dropped\"\n", ""),
        ("problem.toml", r#""a ticket comes back when it is dropped""#, r#""a ticket comes back during a panic""#),
        ("problem.toml", r#""a ticket comes back when it is dropped""#, r#""a\nticket""#),
        ("problem.toml", r#"run = ["new(1)", "let a = take()", "unwind(a)", "free() -> 1"]"#, "run = []"),
        ("problem.toml", r#"run = ["new(1)", "let a = take()", "unwind(a)", "free() -> 1"]"#, ""),
        ("problem.toml", "sample = true", "sample = false"),
        ("problem.toml", "[[case]]", "[case]"),
    ]), @r#"
    error: [[case]] has no `name`
      --> problem.toml:21:1
       |
    21 | [[case]]
       | ^^^^^^^^

    error: there is another case "a ticket comes back during a panic" already
      --> problem.toml:33:8
       |
    33 | name = "a ticket comes back during a panic"
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the same name

    error: `name` has to be one line of text
      --> problem.toml:22:8
       |
    22 | name = "a\nticket"
       |        ^^^^^^^^^^^

    error: `run` is empty
      --> problem.toml:34:7
       |
    34 | run = []
       |       ^^

    error: [[case]] has no `run`
      --> problem.toml:32:1
       |
    32 | [[case]]
       | ^^^^^^^^

    error: no case is a sample
    --> problem.toml
     = help: write `sample = true` in a case that explains the problem

    error: not TOML: duplicate key
      --> problem.toml:32:3
       |
    32 | [[case]]
       |   ^^^^

    error: not TOML: duplicate key
      --> problem.toml:35:3
       |
    35 | [[case]]
       |   ^^^^

    error: not TOML: duplicate key
      --> problem.toml:50:3
       |
    50 | [[case]]
       |   ^^^^
    "#);
}

#[test]
fn bounds_and_drops_are_about_types_that_exist() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "Ticket<'static>: !Clone", "Ticket !Clone"),
        ("problem.toml", "Ticket<'static>: !Clone", "Tiket: Send"),
        ("problem.toml", "ordering", "drops = \"Ticket<Tracked>\"\nordering"),
        ("problem.toml", "ordering", "drops = \"Desk\"\nordering"),
        ("problem.toml", "ordering", "drops = \"Desk<Tracked>\"\nordering"),
    ]), @r#"
    error: not a bound: expected delimiter
     --> problem.toml:9:49
      |
    9 | bounds = ["Desk: Send + Sync + Clone", "Ticket !Clone"]
      |                                                 ^^^^^
      |
      = help: write "Permit: Send + !Clone"

    error: `Tiket` is not a type that can travel
     --> problem.toml:9:41
      |
    9 | bounds = ["Desk: Send + Sync + Clone", "Tiket: Send"]
      |                                         ^^^^^ unknown

    error: `drops` has to be about the subject
     --> problem.toml:8:9
      |
    8 | drops = "Ticket<Tracked>"
      |         ^^^^^^^^^^^^^^^^^
      |
      = help: write the subject with `Tracked` for what is counted: "LruCache<u32, Tracked>"

    error: `drops` counts nothing
     --> problem.toml:8:9
      |
    8 | drops = "Desk"
      |         ^^^^^^
      |
      = help: write the subject with `Tracked` for what is counted: "LruCache<u32, Tracked>"

    error: `Desk` has no type parameters
     --> problem.toml:8:10
      |
    8 | drops = "Desk<Tracked>"
      |          ^^^^^^^^^^^^^ 1 type here
    "#);
}

#[test]
fn the_reference_is_an_accepted_submission() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""counted""#, r#""conted""#),
        ("problem.toml", r#""counted""#, r#""keeps_seats""#),
    ]), @r#"
    error: there is no accepted submission `conted`
     --> problem.toml:7:13
      |
    7 | reference = "conted"
      |             ^^^^^^^^
      |
      = help: did you mean `counted`?

    error: there is no accepted submission `keeps_seats`
     --> problem.toml:7:13
      |
    7 | reference = "keeps_seats"
      |             ^^^^^^^^^^^^^
    "#);
}

//! Faults of lines: their calls, handles and threads.

use super::{lines, told};

#[test]
fn what_is_no_line_is_told_where_it_stops_to_be_one() {
    insta::assert_snapshot!(lines("ticket-desk", &[
        r#""new(1""#,
        r#""new 1)""#,
        r#""new(1) > 5""#,
        r#""new(1) -> _ _""#,
        r#""let = new(1)""#,
        r#""""#,
        r#""new(1, )) -> _""#,
        r#""a.new.take()""#,
        r#""A::B::new(1)""#,
        r#""let (a, (b = new(1)""#,
        r#""new(1) -> ""#,
    ]), @r#"
    error: expected `,` or `)`, found the end
      --> problem.toml:25:7
       |
    25 | "new(1",
       |       ^ expected `,` or `)`

    error: expected `(`, found `1`
      --> problem.toml:25:6
       |
    25 | "new 1)",
       |      ^ expected `(`

    error: expected `->` or the end of the line, found `>`
      --> problem.toml:25:9
       |
    25 | "new(1) > 5",
       |         ^ expected `->` or the end of the line

    error: expected the end of the line, found `_`
      --> problem.toml:25:14
       |
    25 | "new(1) -> _ _",
       |              ^ expected the end of the line

    error: expected a name, or a tuple of names, found `=`
      --> problem.toml:25:6
       |
    25 | "let = new(1)",
       |      ^ expected a name, or a tuple of names

    error: expected a call, found the end
      --> problem.toml:25:2
       |
    25 | "",
       |  ^ expected a call

    error: expected `->` or the end of the line, found `)`
      --> problem.toml:25:10
       |
    25 | "new(1, )) -> _",
       |          ^ expected `->` or the end of the line

    error: expected `(`, found `.`
      --> problem.toml:25:7
       |
    25 | "a.new.take()",
       |       ^ expected `(`

    error: a call names its type at most: `Type::new(…)`
      --> problem.toml:25:2
       |
    25 | "A::B::new(1)",
       |  ^^^^^^^^^

    error: expected `)`, found `=`
      --> problem.toml:25:13
       |
    25 | "let (a, (b = new(1)",
       |             ^ expected `)`

    error: expected a value, found the end
      --> problem.toml:25:11
       |
    25 | "new(1) -> ",
       |           ^ expected a value
    "#);
}

#[test]
fn the_first_line_makes_the_subject() {
    insta::assert_snapshot!(lines("ticket-desk", &[
        r#""take() -> None""#,
        r#""drop(a)""#,
        r#""Ticket::new(1)""#,
    ]), @r#"
    error: the first line has to make the subject
      --> problem.toml:25:2
       |
    25 | "take() -> None",
       |  ^^^^^^
       |
       = help: call `new` here

    error: there is no handle `a`
      --> problem.toml:25:7
       |
    25 | "drop(a)",
       |       ^
       |
       = help: name one with `let a = …` in an earlier line

    error: `new` is an operation of `Desk`
      --> problem.toml:25:2
       |
    25 | "Ticket::new(1)",
       |  ^^^^^^^^^^^
       |
       = help: write `new(…)` without a handle
    "#);
}

#[test]
fn calls_name_operations_of_the_contract() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "\"free() -> 1\",\n]", "\"fre() -> 1\",\n]"),
        ("problem.toml", "\"free() -> 1\",\n]", "\"zzz() -> 1\",\n]"),
        ("problem.toml", "\"free() -> 1\",\n]", "\"free(1) -> 1\",\n]"),
        ("problem.toml", "\"free() -> 1\",\n]", "\"stamp(1) -> 1\",\n]"),
        ("problem.toml", r#""a.stamp(3) -> 3""#, r#""a.free() -> 3""#),
    ]), @r#"
    error: the contract has no operation `fre`
      --> problem.toml:30:6
       |
    30 |     "fre() -> 1",
       |      ^^^ unknown operation
       |
       = help: did you mean `free`?

    error: the contract has no operation `zzz`
      --> problem.toml:30:6
       |
    30 |     "zzz() -> 1",
       |      ^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `rest`, `free`, `stamps` and `merge`

    error: `free` takes no arguments
      --> problem.toml:30:6
       |
    30 |     "free(1) -> 1",
       |      ^^^^^^^ 1 here
       |
       = help: pub fn free(&self) -> usize

    error: `stamp` is an operation of `Ticket<'_>`
      --> problem.toml:30:6
       |
    30 |     "stamp(1) -> 1",
       |      ^^^^^
       |
       = help: call it on a handle, as in `a.stamp(…)`

    error: `free` is an operation of `Desk`
      --> problem.toml:40:8
       |
    40 |     "a.free() -> 3",
       |        ^^^^
       |
       = help: write `free(…)` without a handle
    "#);
}

#[test]
fn handles_are_named_before_they_are_used_and_not_after_they_are_gone() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""drop(a)","#, r#""drop(aa)","#),
        ("problem.toml", r#""drop(a)","#, r#""drop(1)","#),
        ("problem.toml", r#""drop(a)","#, r#""drop(a, a)","#),
        ("problem.toml", r#""drop(a)","#, r#""drop(a)", "drop(a)","#),
        ("problem.toml", r#""e.free() -> 1""#, r#""b.stamp(1)""#),
        ("problem.toml", r#""merge(x)""#, r#""merge(d)", "free()""#),
        ("problem.toml", r#""merge(x)""#, r#""merge(a)""#),
        ("problem.toml", r#""merge(x)""#, r#""merge(x)", "x.free()""#),
        ("problem.toml", r#""merge(x)""#, r#""merge(5)""#),
        ("problem.toml", "clone(d)", "clone(a)"),
    ]), @r#"
    error: there is no handle `aa`
      --> problem.toml:28:11
       |
    28 |     "drop(aa)",
       |           ^^
       |
       = help: did you mean `a`?

    error: expected the name of a handle
      --> problem.toml:28:11
       |
    28 |     "drop(1)",
       |           ^ not a handle

    error: `drop` takes one handle
      --> problem.toml:28:6
       |
    28 |     "drop(a, a)",
       |      ^^^^^^^^^^

    error: `a` is gone since line 4 of the case
      --> problem.toml:28:22
       |
    28 |     "drop(a)", "drop(a)",
       |                      ^

    error: `b` is gone since line 5 of the case
      --> problem.toml:44:6
       |
    44 |     "b.stamp(1)",
       |      ^

    error: `d` is gone since line 11 of the case
      --> problem.toml:48:18
       |
    48 |     "merge(d)", "free()",
       |                  ^^^^

    error: expected a `Desk`
      --> problem.toml:48:12
       |
    48 |     "merge(a)",
       |            ^ a `Ticket<'_>`

    error: `x` is gone since line 11 of the case
      --> problem.toml:48:18
       |
    48 |     "merge(x)", "x.free()",
       |                  ^

    error: expected the name of a handle
      --> problem.toml:48:12
       |
    48 |     "merge(5)",
       |            ^ not a handle

    error: a `Ticket` cannot be cloned
      --> problem.toml:43:20
       |
    43 |     "let e = clone(a)",
       |                    ^
       |
       = help: derive `Clone` for it in starter.rs, or ask for it in `bounds`
    "#);
}

#[test]
fn names_after_let_stand_for_handles() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "\"free() -> 1\",\n]", "\"let n = free()\",\n]"),
        ("problem.toml", "let (b, c) = take_two()", "let b = take_two()"),
        ("problem.toml", "let (b, c) = take_two()", "let (b, c, d) = take_two()"),
        ("problem.toml", "let [f] = rest()", "let f = rest()"),
        ("problem.toml", "let [f] = rest()", "let (f, g) = rest()"),
        ("problem.toml", "let (b, c) = take_two()", "let [b, c] = take_two()"),
    ]), @r#"
    error: a `usize` is no handle: there is nothing to name
      --> problem.toml:30:10
       |
    30 |     "let n = free()",
       |          ^

    error: this answer holds 2 handles: write `let (a, b) = …`
      --> problem.toml:29:10
       |
    29 |     "let b = take_two() -> None",
       |          ^

    error: a `(Ticket<'_>, Ticket<'_>)` cannot be taken apart like this
      --> problem.toml:29:10
       |
    29 |     "let (b, c, d) = take_two() -> None",
       |          ^^^^^^^^^

    error: the handles of a list have to be named one by one: `let [a, b] = …`
      --> problem.toml:45:10
       |
    45 |     "let f = rest()",
       |          ^

    error: a `Vec<Ticket<'_>>` cannot be taken apart like this
      --> problem.toml:45:10
       |
    45 |     "let (f, g) = rest()",
       |          ^^^^^^

    error: a `(Ticket<'_>, Ticket<'_>)` is not a list
      --> problem.toml:29:10
       |
    29 |     "let [b, c] = take_two() -> None",
       |          ^^^^^^
    "#);
}

#[test]
fn a_thread_answers_only_a_call_it_began() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""one -> _""#, r#""tree -> _""#),
        ("problem.toml", "\"drop(p)\",\n    \"one", "\"one: free()\", \"drop(p)\",\n    \"one"),
        ("problem.toml", r#""two -> _""#, r#""two -> 5""#),
    ]), @r#"
    error: no call of a thread `tree` is under way
      --> problem.toml:58:6
       |
    58 |     "tree -> _",
       |      ^^^^
       |
       = help: begin one with `tree: … -> blocks`

    error: the call that `one` began has not come back yet
      --> problem.toml:57:11
       |
    57 |     "one: free()", "drop(p)",
       |           ^^^^^^

    error: a `Ticket<'_>` stays in the candidate's process: no literal can stand for it
      --> problem.toml:60:13
       |
    60 |     "two -> 5",
       |             ^ write `_`
       |
       = help: name it with `let`, as in `let a = …`
    "#);
}

#[test]
fn without_a_model_every_answer_is_written() {
    insta::assert_snapshot!(told("small-ring", &[
        ("problem.toml", r#""tx.push(1) -> Ok(())""#, r#""tx.push(1)""#),
    ]), @r#"
    error: this answer has to be written out
      --> problem.toml:13:6
       |
    13 |     "tx.push(1)",
       |      ^^^^^^^^^^ answers a `Result<(), u32>`
       |
       = help: there is no model.rs that could judge it: write `-> …`
    "#);
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#"name = "a ticket comes back during a panic""#, "name = \"a ticket comes back during a panic\"\nsubject = \"Ticket\""),
    ]), @r#"
    error: the first line has to make the subject
      --> problem.toml:35:9
       |
    35 | run = ["new(1)", "let a = take()", "unwind(a)", "free() -> 1"]
       |         ^^^^^^
       |
       = help: it has no constructor, so no case can be about it
    "#);
}

#[test]
fn the_place_is_found_behind_escapes_too() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""b.give_up(\"tired\")""#, r#""b.give_up(\"\u00e9\t\", 5)""#),
        ("problem.toml", r#""b.give_up(\"tired\")""#, "\"\"\"\\\n        b.give_up(\\\n            'x'\\\n        )\"\"\""),
    ]), @r#"
    error: `give_up` takes 1 argument
      --> problem.toml:42:6
       |
    42 |     "b.give_up(\"\u00e9\t\", 5)",
       |      ^^^^^^^^^^^^^^^^^^^^^^^^^^ 2 here
       |
       = help: pub fn give_up(self, why: &str)

    error: expected a `String`, found a character
      --> problem.toml:44:13
       |
    44 |             'x'\
       |             ^^^ not a `String`
    "#);
}

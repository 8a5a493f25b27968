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
    ]), @"");
}

#[test]
fn the_first_line_makes_the_subject() {
    insta::assert_snapshot!(lines("ticket-desk", &[
        r#""take() -> None""#,
        r#""drop(a)""#,
        r#""Ticket::new(1)""#,
    ]), @"");
}

#[test]
fn calls_name_operations_of_the_contract() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "\"free() -> 1\",\n]", "\"fre() -> 1\",\n]"),
        ("problem.toml", "\"free() -> 1\",\n]", "\"zzz() -> 1\",\n]"),
        ("problem.toml", "\"free() -> 1\",\n]", "\"free(1) -> 1\",\n]"),
        ("problem.toml", "\"free() -> 1\",\n]", "\"stamp(1) -> 1\",\n]"),
        ("problem.toml", r#""a.stamp(3) -> 3""#, r#""a.free() -> 3""#),
    ]), @"");
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
    ]), @"");
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
    ]), @"");
}

#[test]
fn a_thread_answers_only_a_call_it_began() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""one -> _""#, r#""tree -> _""#),
        ("problem.toml", "\"drop(p)\",\n    \"one", "\"one: free()\", \"drop(p)\",\n    \"one"),
        ("problem.toml", r#""two -> _""#, r#""two -> 5""#),
    ]), @"");
}

#[test]
fn without_a_model_every_answer_is_written() {
    insta::assert_snapshot!(told("small-ring", &[
        ("problem.toml", r#""tx.push(1) -> Ok(())""#, r#""tx.push(1)""#),
    ]), @"");
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#"name = "a ticket comes back during a panic""#, "name = \"a ticket comes back during a panic\"\nsubject = \"Ticket\""),
    ]), @"");
}

#[test]
fn the_place_is_found_behind_escapes_too() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""b.give_up(\"tired\")""#, r#""b.give_up(\"\u00e9\t\", 5)""#),
        ("problem.toml", r#""b.give_up(\"tired\")""#, "\"\"\"\\\n        b.give_up(\\\n            'x'\\\n        )\"\"\""),
    ]), @"");
}

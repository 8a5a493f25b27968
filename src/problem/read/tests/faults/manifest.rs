//! Faults in the form of problem.toml.

use super::told;

#[test]
fn what_is_not_toml_is_told_where_it_ends_to_be() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#"title = "Tickets at a desk""#, r#"title = "Tickets at a desk"#),
        ("problem.toml", "minutes = 30", "minutes = 30\nminutes = 31"),
    ]), @"");
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
    ]), @"");
}

#[test]
fn unknown_keys_are_told_with_the_nearest_known_one() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "topics =", "topic ="),
        ("problem.toml", "sample =", "smaple ="),
        ("problem.toml", "cpu =", "speed ="),
        ("problem.toml", "spurious", "supirous"),
    ]), @"");
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
    ]), @"");
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
    ]), @"");
}

#[test]
fn a_scenario_has_threads_of_its_own() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#"threads = [["let a = wait()", "drop(a)"], ["let b = take()"]]"#, ""),
        ("problem.toml", r#"["let b = take()"]]"#, r#""let b = take()"]"#),
        ("problem.toml", r#"["let b = take()"]]"#, r#"["x: let b = take()"]]"#),
        ("problem.toml", r#"after = ["free()"]"#, r#"after = ["fee()"]"#),
    ]), @"");
}

#[test]
fn stages_of_checks_have_to_exist() {
    insta::assert_snapshot!(told("retry-box", &[
        ("problem.toml", "stage = 2\nrun", "stage = 3\nrun"),
        ("problem.toml", "until = 1", "until = 1\nstage = 2"),
        ("problem.toml", "until = 1", "until = 0"),
        ("problem.toml", "title = \"Stopped from outside\"\n", ""),
        ("problem.toml", "minutes = 15", "minutes = 500"),
    ]), @"");
}

#[test]
fn probes_call_a_probe_of_the_model() {
    insta::assert_snapshot!(told("retry-box", &[
        ("problem.toml", "uses_all(5", "use_all(5"),
        ("problem.toml", r#"uses_all(5, "x")"#, "uses_all(5)"),
        ("problem.toml", "uses_all(5,", r#"uses_all("5","#),
        ("problem.toml", r#"uses_all(5, "x")"#, "let a = uses_all(5)"),
        ("model.rs", "candidate: &mut Candidate", "candidate: u32"),
        ("problem.toml", r#"">= 0.9""#, r#""= 0.9""#),
        ("problem.toml", "score =", "processes = 99\nscore ="),
    ]), @"");
}

#[test]
fn workloads_are_functions_of_the_adapter() {
    insta::assert_snapshot!(told("retry-box", &[
        ("problem.toml", r#""many_runs""#, r#""many_run""#),
        ("adapter.rs", "_size: u64, bench", "bench"),
        ("problem.toml", "max_bytes = 4096", ""),
        ("problem.toml", "steps = 100_000", "steps = -1"),
        ("problem.toml", "[[memory]]", "[[growth]]\nrun = \"many_runs\"\nsizes = [10, 10]\n[[memory]]"),
        ("problem.toml", "[[memory]]", "[[growth]]\nrun = \"many_runs\"\nsizes = [10, 20]\nmax_slope = -0.5\n[[memory]]"),
        ("problem.toml", "[[memory]]", "[[growth]]\nrun = \"many_runs\"\nsizes = 10\nmax_slope = \"flat\"\n[[memory]]"),
    ]), @"");
}

#[test]
fn bounds_and_drops_are_about_types_that_exist() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "Ticket<'static>: !Clone", "Ticket !Clone"),
        ("problem.toml", "Ticket<'static>: !Clone", "Tiket: Send"),
        ("problem.toml", "ordering", "drops = \"Ticket<Tracked>\"\nordering"),
        ("problem.toml", "ordering", "drops = \"Desk\"\nordering"),
        ("problem.toml", "ordering", "drops = \"Desk<Tracked>\"\nordering"),
    ]), @"");
}

#[test]
fn the_reference_is_an_accepted_submission() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#""counted""#, r#""conted""#),
        ("problem.toml", r#""counted""#, r#""keeps_seats""#),
    ]), @"");
}

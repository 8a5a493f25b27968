//! Faults of scenarios, probes, workloads, and of the stages of checks.

use super::told;

#[test]
fn a_scenario_has_threads_of_its_own() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", r#"threads = [["let a = wait()", "drop(a)"], ["let b = take()"]]"#, ""),
        ("problem.toml", r#"["let b = take()"]]"#, r#""let b = take()"]"#),
        ("problem.toml", r#"["let b = take()"]]"#, r#"["x: let b = take()"]]"#),
        ("problem.toml", r#"after = ["free()"]"#, r#"after = ["fee()"]"#),
    ]), @r#"
    error: a scenario has at least one thread
      --> problem.toml:63:1
       |
    63 | [[scenario]]
       | ^^^^^^^^^^^^

    error: `threads` has to be a list of lists of texts
      --> problem.toml:66:43
       |
    66 | threads = [["let a = wait()", "drop(a)"], "let b = take()"]
       |                                           ^^^^^^^^^^^^^^^^ found a string

    error: the threads of a scenario are those of `threads`
      --> problem.toml:66:44
       |
    66 | threads = [["let a = wait()", "drop(a)"], ["x: let b = take()"]]
       |                                            ^^^^^^^^^^^^^^^^^^^ begins with a thread

    error: the contract has no operation `fee`
      --> problem.toml:67:11
       |
    67 | after = ["fee()"]
       |           ^^^ unknown operation
       |
       = help: did you mean `free`?
    "#);
}

#[test]
fn a_scenario_can_be_explored() {
    let waits = [(
        "problem.toml",
        r#"["let b = take()"]]"#,
        r#"["let b = take() -> blocks"]]"#,
    )];
    insta::assert_snapshot!(told("ticket-desk", &waits), @r#"
    error: no call of a scenario has to wait in every order
      --> problem.toml:66:44
       |
    66 | threads = [["let a = wait()", "drop(a)"], ["let b = take() -> blocks"]]
       |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ `blocks`
       |
       = help: write a case with threads, in which each line has its turn
    "#);
    let threads = r#"threads = [["let a = wait()", "drop(a)"], ["let b = take()"]]"#;
    let crowd = format!("threads = [{}]", r#"["free()"], "#.repeat(16));
    let told = told("ticket-desk", &[("problem.toml", threads, &crowd)]);
    assert!(
        told.starts_with("error: a scenario has at most 15 threads beside the main one\n"),
        "{told}"
    );
}

#[test]
fn stages_of_checks_have_to_exist() {
    insta::assert_snapshot!(told("retry-box", &[
        ("problem.toml", "stage = 2\nrun", "stage = 3\nrun"),
        ("problem.toml", "until = 1", "until = 1\nstage = 2"),
        ("problem.toml", "until = 1", "until = 0"),
        ("problem.toml", "title = \"Stopped from outside\"\n", ""),
        ("problem.toml", "minutes = 15", "minutes = 500"),
    ]), @r"
    error: `stage` has to be from 1 to 2
      --> problem.toml:28:9
       |
    28 | stage = 3
       |         ^

    error: this check begins at stage 2, after it ends
      --> problem.toml:32:9
       |
    32 | until = 1
       |         ^

    error: `until` has to be from 1 to 2
      --> problem.toml:32:9
       |
    32 | until = 0
       |         ^

    error: [[stage]] has no `title`
      --> problem.toml:46:1
       |
    46 | [[stage]]
       | ^^^^^^^^^

    error: `minutes` has to be from 1 to 240
      --> problem.toml:48:11
       |
    48 | minutes = 500
       |           ^^^
    ");
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
    ]), @r#"
    error: the model has no function `use_all`
      --> problem.toml:37:8
       |
    37 | run = 'use_all(5, "x")'
       |        ^^^^^^^^^^^^^^^
       |
       = help: did you mean `uses_all`?

    error: `uses_all` takes 2 arguments
      --> problem.toml:37:8
       |
    37 | run = 'uses_all(5)'
       |        ^^^^^^^^^^^ 1 here

    error: expected a `u32`, found a text
      --> problem.toml:37:17
       |
    37 | run = 'uses_all("5", "x")'
       |                 ^^^ not a `u32`

    error: not a call of a probe
      --> problem.toml:37:8
       |
    37 | run = 'let a = uses_all(5)'
       |        ^^^^^^^^^^^^^^^^^^^

    error: `uses_all` is not a probe
      --> problem.toml:37:8
       |
    37 | run = 'uses_all(5, "x")'
       |        ^^^^^^^^^^^^^^^^
       |
       = help: write `pub fn name(candidate: &mut Candidate, …) -> Result<(), String>`

    error: `used` is not a threshold
      --> problem.toml:38:18
       |
    38 | score = { used = "= 0.9" }
       |                  ^^^^^^^
       |
       = help: write "<= 5" or ">= 900"

    error: `processes` has to be from 1 to 16
      --> problem.toml:38:13
       |
    38 | processes = 99
       |             ^^
    "#);
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
    ]), @r#"
    error: adapter.rs has no workload `many_run`
      --> problem.toml:41:7
       |
    41 | run = "many_run"
       |       ^^^^^^^^^^
       |
       = help: did you mean `many_runs`?

    error: `many_runs` in adapter.rs is not a workload
      --> problem.toml:41:7
       |
    41 | run = "many_runs"
       |       ^^^^^^^^^^^
       |
       = help: write `pub fn many_runs(size: u64, bench: &mut Bench)` there

    error: [[memory]] has neither `max_bytes` nor `max_allocations`
      --> problem.toml:40:1
       |
    40 | [[memory]]
       | ^^^^^^^^^^

    error: `steps` has to be from 1 to 1099511627776
      --> problem.toml:43:9
       |
    43 | steps = -1
       |         ^^

    error: [[growth]] has no `max_slope`
      --> problem.toml:40:1
       |
    40 | [[growth]]
       | ^^^^^^^^^^

    error: `sizes` has to be at least two numbers that rise
      --> problem.toml:42:9
       |
    42 | sizes = [10, 10]
       |         ^^^^^^^^

    error: `max_slope` has to be above 0, and at most 10
      --> problem.toml:43:13
       |
    43 | max_slope = -0.5
       |             ^^^^

    error: `sizes` has to be a list of whole numbers
      --> problem.toml:42:9
       |
    42 | sizes = 10
       |         ^^ found an integer

    error: `max_slope` has to be a number
      --> problem.toml:43:13
       |
    43 | max_slope = "flat"
       |             ^^^^^^ found a string
    "#);
}

#[test]
fn a_case_with_threads_can_be_played() {
    let name = r#"name = "first come, first served""#;
    let sample = format!("{name}\nsample = true");
    insta::assert_snapshot!(told("ticket-desk", &[("problem.toml", name, &sample)]), @r#"
    error: a case with threads cannot be a sample
      --> problem.toml:51:8
       |
    51 | name = "first come, first served"
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: samples are ordinary tests as well, and those cannot see whether a call waits
    "#);
    let dropped = "    \"drop(p)\",\n    \"one -> _\"";
    let waits = format!("    \"let q = wait() -> blocks\",\n{dropped}");
    let told = told("ticket-desk", &[("problem.toml", dropped, &waits)]);
    assert!(
        told.starts_with("error: the call before it has not come back yet\n"),
        "{told}"
    );
}

//! What holds for every screen.

mod interleavings;
mod screens;

use super::*;
use crate::report::document::{Outcome, Step};
use crate::report::examples;
use unicode_width::UnicodeWidthStr;

fn screen(report: &Report) -> String {
    render(report, Style::PLAIN)
}

#[test]
fn hostile_text_is_shown_as_text() {
    let screen = screen(&examples::hostile());
    let (shown, printed) = screen.split_once("  printed:\n").unwrap();
    assert!(printed.lines().count() < 600);
    insta::assert_snapshot!(shown.trim_start_matches('\n'), @r"
    samples       4/4
    cases         1/2    a b
    time        1.0 ms   slowest case: overwriting hands the old value back

    a b:
        new(2)
        put(0, 0)            None
        put(1, 0)            None
        get(0)               Some(0)
      x put(<U+200B>2, 0)    panicked: accepted<U+202E>
                             | ::error::x
                             want accepted<U+202E>
                             | ::error::x

    at src/lib.rs:41:9
    ");
    let last_lines: Vec<&str> = printed.lines().rev().take(3).collect();
    insta::assert_snapshot!(last_lines.join("\n"), @r"
    run_time_error   lru-cache, stage 1 of 3   put(2, 0) panicked: accepted<U+202E> | ::error::x
    next: fix the call that is marked, then `greenroom submit lru-cache 'a b.rs'`
    ");
}

#[test]
fn no_line_of_a_hostile_submission_looks_like_a_verdict_or_a_command() {
    let screen = screen(&examples::hostile());
    assert!(screen.lines().all(|line| !line.starts_with("accepted")));
    assert!(
        screen
            .lines()
            .all(|line| !line.trim_start().starts_with("::"))
    );
    assert!(
        screen
            .chars()
            .all(|character| character == '\n' || !character.is_control())
    );
}

#[test]
fn the_verdict_is_the_last_line_of_every_screen_and_the_advice_stands_before_it() {
    for report in examples::all() {
        let screen = screen(&report);
        let lines: Vec<&str> = screen.lines().collect();
        let [.., before, last] = lines[..] else {
            panic!("{screen}")
        };
        assert!(last.starts_with(report.verdict.text()), "{screen}");
        let advice = lines
            .iter()
            .filter(|line| line.starts_with("next: "))
            .count();
        assert_eq!(
            advice,
            usize::from(report.verdict != Verdict::Accepted),
            "{screen}"
        );
        assert_eq!(before.starts_with("next: "), advice == 1, "{screen}");
    }
}

#[test]
fn everything_but_the_last_two_lines_and_the_compilers_text_fits_the_screen() {
    for width in [60, 80, 120] {
        for report in examples::all() {
            let screen = render(
                &report,
                Style {
                    width,
                    ..Style::PLAIN
                },
            );
            for line in screen.lines() {
                let free = line.starts_with("next: ")
                    || line.starts_with(report.verdict.text())
                    || screen.contains(&format!("{line}\n")) && line.starts_with("   | ")
                    || line.starts_with("  --> ")
                    || line.starts_with("  | ");
                assert!(free || line.width() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn colour_and_marks_add_nothing_but_themselves() {
    let colourful = Style {
        color: true,
        unicode: true,
        ..Style::PLAIN
    };
    for report in examples::all() {
        let screen = render(&report, colourful);
        let stripped = anstream::adapter::strip_str(&screen).to_string();
        assert_ne!(screen, stripped);
        assert_eq!(stripped.replace('✗', "x"), render(&report, Style::PLAIN));
    }
}

#[test]
fn a_plain_screen_of_plain_values_is_ascii() {
    for report in [
        examples::accepted(),
        examples::wrong_answer(),
        examples::panic(),
    ] {
        assert!(screen(&report).is_ascii());
    }
}

#[test]
fn secret_cases_do_not_show_what_was_printed() {
    let mut report = examples::panic();
    examples::finding(&mut report).sample = false;
    assert!(!screen(&report).contains("evicting"));
}

#[test]
fn a_verdict_known_already_says_so() {
    let mut report = examples::accepted();
    report.timings.reused = true;
    assert!(screen(&report).ends_with("1.4 s   (known already)\n"));
    let mut report = examples::wrong_answer();
    report.timings.reused = true;
    assert!(screen(&report).ends_with("put(2, 0) after 4 calls   (known already)\n"));
}

#[test]
fn a_weak_sandbox_is_stamped_on_the_screen() {
    let mut report = examples::accepted();
    report.sandbox.strength = "none".into();
    report.sandbox.exposed = vec!["network".into(), "files".into()];
    assert!(screen(&report).contains("\n  sandbox: none; exposed: network, files\n"));
}

#[test]
fn timings_list_every_case_and_what_was_not_measured() {
    let style = Style {
        timings: true,
        ..Style::PLAIN
    };
    let screen = render(&examples::wrong_answer(), style);
    insta::assert_snapshot!(screen.split("\n\n").nth(1).unwrap(), @r"
    0.25 ms   what was put can be read back
    0.50 ms   the least recently used entry leaves
    0.75 ms   a read protects an entry
     1.0 ms   overwriting hands the old value back
          -   overwriting is a use
    0.50 ms   capacity one holds the last key written
    ");
}

#[test]
fn a_long_transcript_keeps_its_ends() {
    let mut report = examples::wrong_answer();
    let transcript = &mut examples::finding(&mut report).transcript;
    for index in 0..200 {
        transcript.insert(4, examples::step(&format!("get({index})"), "None"));
    }
    let screen = screen(&report);
    assert!(screen.contains("      ... 171 calls ...\n"), "{screen}");
    assert!(screen.contains("x put(2, 0)"));
    assert!(screen.lines().count() < 60);
}

#[test]
fn an_answer_too_long_for_its_column_stands_below_the_call() {
    let mut report = examples::wrong_answer();
    let transcript = &mut examples::finding(&mut report).transcript;
    let list = |element: &str| format!("[{}]", [element; 14].join(", "));
    transcript.truncate(1);
    transcript.push(examples::step("keys()", &list("1000000")));
    transcript.push(examples::step(&format!("put_all({})", list("100")), "None"));
    transcript.push(Step {
        call: "keys()".into(),
        outcome: Outcome::Wrong {
            want: list("1000"),
            got: "a sentence that says in many words that nothing is like it should be at all"
                .into(),
        },
    });
    insta::assert_snapshot!(finding::render(examples::finding(&mut report), Style::PLAIN), @r"
    overwriting is a use:
        new(2)
        keys()
            [
                1000000, 1000000, 1000000, 1000000, 1000000, 1000000, 1000000,
                1000000, 1000000, 1000000, 1000000, 1000000, 1000000, 1000000,
            ]
        put_all([
            100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100,
        ])
            None
      x keys()
            want [
                     1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000,
                     1000, 1000, 1000, 1000,
                 ]
            got  a sentence that says in many words that nothing is like it should
                 be at all
    ");
}

#[test]
fn warnings_are_counted_where_the_submission_compiles() {
    let mut report = examples::accepted();
    report.diagnostics = examples::compile_error().diagnostics;
    report.diagnostics.truncate(1);
    assert!(
        screen(&report).contains("  warnings      1      `cargo check` shows them\n"),
        "{}",
        screen(&report)
    );
}

#[test]
fn further_failing_cases_are_counted() {
    let mut report = examples::wrong_answer();
    let another = examples::finding(&mut report).clone();
    report.checks[0].findings.push(another.clone());
    assert!(screen(&report).contains("\n  1 more case fails\n"));
    report.checks[0].findings.push(another);
    assert!(screen(&report).contains("\n  2 more cases fail\n"));
}

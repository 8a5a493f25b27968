//! Interleavings: in columns, as a list, in full.

use super::render;
use crate::report::document::Report;
use crate::report::examples;
use crate::report::render::Style;
use unicode_width::UnicodeWidthStr;

/// The part of the screen about the finding.
fn picture(report: &Report, style: Style) -> String {
    let screen = render(report, style);
    let from = screen.find("overwriting is a use:\n").expect("the finding");
    let to = screen
        .find("\n  not judged here")
        .expect("what comes after");
    screen[from..to].to_owned()
}

#[test]
fn every_thread_has_its_column() {
    insta::assert_snapshot!(picture(&examples::deadlock(), Style::PLAIN), @r"
    overwriting is a use:
        new(1), then
          thread 1                thread 2                thread 3
      1   pop() ...
      3   | wait changed  :34
      4                           pop() ...
      5                           | wait changed  :34
      6                                                   push(1) ...
      7                                                   | notify_one changed,
                                                          | wakes 1  :24
      8                                                   push(1) = Ok(())
      9                                                   push(2) ...
     10   | notify_one changed,
          | wakes 2  :38
     11   pop() = Some(1)
     12                           | wait changed  :34
                                  | <- for ever
     13                                                   | wait changed  :20
                                                          | <- for ever

      thread 2: pop() waits on changed (src/lib.rs:34), rightly.
      thread 3: push(2) waits on changed (src/lib.rs:20), and nobody will notify it;
      by now it has to come back.
    ");
}

#[test]
fn a_wide_terminal_has_room_for_every_line_and_draws_with_unicode() {
    let style = Style {
        width: 120,
        unicode: true,
        ..Style::PLAIN
    };
    insta::assert_snapshot!(picture(&examples::deadlock(), style), @r"
    overwriting is a use:
        new(1), then
          thread 1                              thread 2                              thread 3
      1   pop() ...
      3   │ wait changed  :34
      4                                         pop() ...
      5                                         │ wait changed  :34
      6                                                                               push(1) ...
      7                                                                               │ notify_one changed, wakes 1  :24
      8                                                                               push(1) = Ok(())
      9                                                                               push(2) ...
     10   │ notify_one changed, wakes 2  :38
     11   pop() = Some(1)
     12                                         │ wait changed  :34  <- for ever
     13                                                                               │ wait changed  :20  <- for ever

      thread 2: pop() waits on changed (src/lib.rs:34), rightly.
      thread 3: push(2) waits on changed (src/lib.rs:20), and nobody will notify it; by now it has to come back.
    ");
}

#[test]
fn an_interruption_is_marked_and_so_is_the_answer_that_cannot_be() {
    insta::assert_snapshot!(picture(&examples::not_linearizable(), Style::PLAIN), @r"
    overwriting is a use:
        new(), then
          thread 1                             thread 2
      1   add(1) ...
      2   | load count  :12
      3 >                                      add(1) ...
      4                                        | load count  :12
      5                                        | store count  :13
      6                                        add(1) = 1  <- cannot be
      7   | store count  :13
      8   add(1) = 1
       > interrupts a thread that could have gone on
      after the threads:
        get() = 1

      No order of the calls explains both add(1) = 1 of thread 2 and add(1) = 1 of
      thread 1: the second could have answered 2.
    ");
}

#[test]
fn a_list_names_the_thread_in_front_of_every_step() {
    let plain = Style {
        plain: true,
        ..Style::PLAIN
    };
    let list = picture(&examples::deadlock(), plain);
    insta::assert_snapshot!(list, @r"
    overwriting is a use:
        new(1), then
      1   thread 1: pop() ...
      3   thread 1: | wait changed  :34
      4   thread 2: pop() ...
      5   thread 2: | wait changed  :34
      6   thread 3: push(1) ...
      7   thread 3: | notify_one changed, wakes 1  :24
      8   thread 3: push(1) = Ok(())
      9   thread 3: push(2) ...
     10   thread 1: | notify_one changed, wakes 2  :38
     11   thread 1: pop() = Some(1)
     12   thread 2: | wait changed  :34  <- for ever
     13   thread 3: | wait changed  :20  <- for ever

      thread 2: pop() waits on changed (src/lib.rs:34), rightly.
      thread 3: push(2) waits on changed (src/lib.rs:20), and nobody will notify it;
      by now it has to come back.
    ");
    let narrow = picture(
        &examples::deadlock(),
        Style {
            width: 79,
            ..Style::PLAIN
        },
    );
    assert_eq!(rows(&narrow), rows(&list));
}

/// The numbered lines.
fn rows(picture: &str) -> Vec<&str> {
    let begins = |line: &&str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    picture.lines().filter(begins).collect()
}

#[test]
fn a_trace_shows_the_steps_that_matter_less() {
    let trace = Style {
        trace: true,
        ..Style::PLAIN
    };
    let (some, all) = (
        picture(&examples::deadlock(), Style::PLAIN),
        picture(&examples::deadlock(), trace),
    );
    assert!(!some.contains("lock state") && all.contains("  2   | lock state  :30"));
    assert_eq!(rows(&all).len(), rows(&some).len() + 1);
}

#[test]
fn no_line_is_wider_than_the_screen_whatever_calls_are_named() {
    let mut report = examples::deadlock();
    let finding = examples::finding(&mut report);
    let interleaving = finding.interleaving.as_mut().expect("it has one");
    let long = "insert(\"a key with words\", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])";
    let rows = &mut interleaving.rows;
    rows[0].event = crate::report::interleaving::Event::Called { call: long.into() };
    for width in [40, 60, 79, 80, 100, 120] {
        let picture = picture(
            &report,
            Style {
                width,
                ..Style::PLAIN
            },
        );
        for line in picture.lines() {
            assert!(line.width() <= width, "{width}: {line}");
        }
        let words: String = picture.split_whitespace().collect();
        assert!(words.contains("\"akey"), "{picture}");
    }
}

#[test]
fn what_a_submission_names_cannot_act_on_the_terminal() {
    let mut report = examples::deadlock();
    let finding = examples::finding(&mut report);
    let interleaving = finding.interleaving.as_mut().expect("it has one");
    interleaving.threads[0] = "thread\u{1b}[2J".into();
    interleaving.sentences[0] = "\u{1b}]0;accepted\u{7}".into();
    interleaving.rows[2].event = crate::report::interleaving::Event::Did {
        action: "wait\r".into(),
        object: Some("\u{202e}changed".into()),
        note: None,
    };
    for plain in [false, true] {
        let picture = picture(
            &report,
            Style {
                plain,
                ..Style::PLAIN
            },
        );
        let hostile = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!picture.contains(hostile), "{picture:?}");
    }
}

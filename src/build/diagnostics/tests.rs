use super::*;
use crate::build::rustc::{CompileLimits, Invocation, source_argument};
use camino::Utf8PathBuf;
use std::fs;
use std::sync::LazyLock;

static TOOLCHAIN: LazyLock<Toolchain> = LazyLock::new(|| Toolchain::find().expect("a compiler"));

/// What the compiler says of these files, the first of which is the root. `{folder}` in a
/// file is a folder outside the submission with a file `secret.txt`.
fn compile(files: &[(&str, &str)]) -> Diagnostics {
    let guard = tempfile::tempdir().expect("a folder");
    let outside = Utf8PathBuf::from_path_buf(guard.path().to_path_buf()).expect("UTF-8");
    fs::write(outside.join("secret.txt"), "root:x:0").expect("a file");
    let folder = outside.join("crate");
    fs::create_dir(&folder).expect("a folder");
    let sources = files
        .iter()
        .map(|(name, source)| {
            (
                Utf8PathBuf::from(*name),
                source.replace("{folder}", outside.as_str()),
            )
        })
        .collect();
    let submission = Submission::from_files("x", sources, files[0].0.into());
    submission.write_to(&folder).expect("written");
    let mut args: Vec<_> = [
        "--crate-type=rlib",
        "--crate-name=it",
        "--edition=2024",
        "--emit=metadata",
    ]
    .iter()
    .map(Into::into)
    .collect();
    args.push(source_argument(&submission.root));
    let outcome = TOOLCHAIN
        .run(Invocation {
            args,
            current_dir: folder.clone(),
            limits: CompileLimits::default(),
            links: false,
            wrapper: None,
        })
        .expect("it runs");
    let sources = Sources {
        submission: &submission,
        folder: &folder,
        toolchain: &TOOLCHAIN,
        generated: &[],
    };
    sources.report(&outcome.diagnostics)
}

fn place(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place.as_ref().expect("a place");
    format!("{}:{}:{}", place.file, place.line, place.column)
}

#[test]
fn the_compilers_own_text_is_kept_and_its_counting_is_not() {
    let diagnostics = compile(&[
        ("src/lib.rs", "mod list;\npub fn f() -> u8 {\n    true\n}\n"),
        ("src/list.rs", "pub fn g() {\n    let unused = h();\n}\n"),
    ]);
    assert_eq!((diagnostics.errors, diagnostics.warnings), (2, 0));
    insta::assert_snapshot!(diagnostics.kept[0].rendered, @r"
    error[E0425]: cannot find function `h` in this scope
     --> src/list.rs:2:18
      |
    2 |     let unused = h();
      |                  ^ not found in this scope
    ");
    insta::assert_snapshot!(diagnostics.kept[1].rendered, @r"
    error[E0308]: mismatched types
     --> src/lib.rs:3:5
      |
    2 | pub fn f() -> u8 {
      |               -- expected `u8` because of return type
    3 |     true
      |     ^^^^ expected `u8`, found `bool`
    ");
    assert_eq!(diagnostics.kept[1].code.as_deref(), Some("E0308"));
    assert_eq!(place(&diagnostics.kept[1]), "src/lib.rs:3:5");
    assert_eq!(
        diagnostics.summary().expect("errors"),
        "cannot find function `h` in this scope at src/list.rs:2:18 (and 1 more)"
    );
}

#[test]
fn warnings_alone_are_kept_and_make_no_summary() {
    let diagnostics = compile(&[("it.rs", "fn f() {}")]);
    assert_eq!((diagnostics.errors, diagnostics.warnings), (0, 1));
    assert_eq!(diagnostics.kept[0].level, Level::Warning);
    assert_eq!(diagnostics.summary(), None);
}

#[test]
fn many_messages_are_counted_and_cut() {
    let mut source = String::new();
    for number in 0..60 {
        source += &format!("fn unused_{number}() {{}}\n");
    }
    let diagnostics = compile(&[("it.rs", &source)]);
    assert_eq!(
        (diagnostics.warnings, diagnostics.kept.len()),
        (60, MOST_WARNINGS)
    );

    let mut source = String::new();
    for number in 0..60 {
        source += &format!("pub const C{number}: u8 = true;\n");
    }
    let diagnostics = compile(&[("it.rs", &source)]);
    assert_eq!(
        (diagnostics.errors, diagnostics.kept.len()),
        (60, MOST_ERRORS)
    );
    assert_eq!(
        diagnostics.summary().expect("errors"),
        "mismatched types at it.rs:1:20 (and 59 more)"
    );
}

#[test]
fn an_error_in_a_macro_is_placed_where_the_candidate_calls_it() {
    let source = "pub fn f() -> String {\n    format!(\"{}\", std::cell::Cell::new(1))\n}";
    let diagnostics = compile(&[("it.rs", source)]);
    assert!(place(&diagnostics.kept[0]).starts_with("it.rs:2:"));
}

#[test]
fn deep_macro_calls_lose_no_message() {
    let source = "macro_rules! m { () => { true }; (x $($t:tt)*) => { m!($($t)*) } }\npub fn f() -> u8 {\n    m!(X)\n}";
    let diagnostics = compile(&[("it.rs", &source.replace('X', &"x ".repeat(120)))]);
    assert_eq!(
        diagnostics.summary().expect("errors"),
        "mismatched types at it.rs:1:26"
    );
}

#[test]
fn files_from_elsewhere_are_not_quoted() {
    let diagnostics = compile(&[("it.rs", "#[path = \"{folder}/secret.txt\"]\nmod leaked;")]);
    assert!(diagnostics.errors > 0);
    for diagnostic in &diagnostics.kept {
        assert!(
            !diagnostic.rendered.contains("root:x"),
            "{}",
            diagnostic.rendered
        );
    }
}

#[test]
fn folders_of_this_machine_are_not_named() {
    let diagnostics = compile(&[(
        "it.rs",
        "mod gone;\npub fn f() { std::mem::drop(); Some(1).map(2); }",
    )]);
    assert!(diagnostics.errors > 1);
    for diagnostic in &diagnostics.kept {
        assert!(
            !diagnostic.rendered.contains(TOOLCHAIN.sysroot.as_str()),
            "{}",
            diagnostic.rendered
        );
        assert!(
            !diagnostic.rendered.contains("/crate/"),
            "{}",
            diagnostic.rendered
        );
    }
}

#[test]
fn what_the_candidate_made_the_compiler_say_is_made_harmless() {
    let diagnostics = compile(&[("it.rs", "compile_error!(\"\\u{1b}[2Jaccepted\\rx\");")]);
    let said = &diagnostics.kept[0];
    assert!(said.message.contains("accepted"));
    for text in [&said.message, &said.rendered] {
        assert!(!text.contains(['\u{1b}', '\r']), "{text:?}");
    }
}

#[test]
fn a_file_named_like_an_option_is_called_by_its_name() {
    let diagnostics = compile(&[("-o.rs", "pub fn f() -> u8 { true }")]);
    assert_eq!(place(&diagnostics.kept[0]), "-o.rs:1:20");
    assert!(diagnostics.kept[0].rendered.contains(" --> -o.rs:1:20"));
}

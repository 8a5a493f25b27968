use super::*;
use std::fs;
use tempfile::TempDir;

struct Sources {
    _guard: TempDir,
    folder: Utf8PathBuf,
    toolchain: Toolchain,
}

impl Sources {
    fn new(source: &str) -> Self {
        let guard = tempfile::tempdir().expect("a folder");
        let folder = Utf8PathBuf::from_path_buf(guard.path().to_path_buf()).expect("UTF-8");
        fs::write(folder.join("it.rs"), source).expect("a file");
        Self {
            _guard: guard,
            folder,
            toolchain: Toolchain::find().expect("a compiler"),
        }
    }

    fn invocation(&self) -> Invocation {
        let args = [
            "--crate-type=rlib",
            "--edition=2024",
            "--emit=metadata",
            "it.rs",
        ];
        Invocation {
            args: args.iter().map(Into::into).collect(),
            current_dir: self.folder.clone(),
            limits: CompileLimits::default(),
            links: false,
            wrapper: None,
        }
    }

    fn run(&self, change: impl FnOnce(&mut Invocation)) -> Outcome {
        let mut invocation = self.invocation();
        change(&mut invocation);
        self.toolchain.run(invocation).expect("it runs")
    }
}

/// A command of the shell in front of the compiler's words, which it may ignore.
fn shell(script: &str) -> Option<Vec<OsString>> {
    Some(["/bin/sh", "-c", script, "sh"].map(Into::into).to_vec())
}

#[test]
fn the_compiler_itself_is_found_and_not_its_proxy() {
    let toolchain = Toolchain::find().expect("a compiler");
    assert!(toolchain.rustc.starts_with(&toolchain.sysroot));
    assert!(toolchain.version.starts_with("rustc 1."));
    assert!(toolchain.verbose.contains("host: "));
}

#[test]
fn a_missing_compiler_is_explained() {
    for name in ["/no/such/rustc", "no-such-rustc-on-any-path"] {
        let error = Toolchain::find_from(Some(name.into())).expect_err("not there");
        assert_eq!(error.exit, Exit::CannotJudge);
        assert!(error.to_string().contains(name), "{error}");
        assert!(error.help.expect("help").contains("rustup.rs"));
    }
}

#[test]
fn something_that_is_no_compiler_is_explained() {
    let error = Toolchain::find_from(Some("/bin/false".into())).expect_err("no compiler");
    assert_eq!(error.exit, Exit::CannotJudge);
    assert!(error.to_string().contains("it says nothing"), "{error}");
    let error = Toolchain::find_from(Some("/bin/echo".into())).expect_err("no compiler");
    assert!(
        error.to_string().contains("does not say its version"),
        "{error}"
    );
}

#[test]
fn an_old_compiler_is_refused() {
    let mut toolchain = Toolchain::find().expect("a compiler");
    toolchain.version = "rustc 1.70.0 (x)".into();
    toolchain.verbose = "rustc 1.70.0 (x)\nrelease: 1.70.0\n".into();
    let error = toolchain.check_version().expect_err("too old");
    assert_eq!(error.exit, Exit::CannotJudge);
    assert_eq!(error.to_string(), "rustc 1.70.0 (x) is too old");
    assert!(error.help.expect("help").contains("or newer is needed"));
    toolchain.verbose = "release: 2.0.0-nightly\n".into();
    toolchain.check_version().expect("newer");
}

#[test]
fn a_sound_source_compiles_without_a_word() {
    let outcome = Sources::new("pub fn f() -> u8 { 1 }").run(|_| {});
    assert!(outcome.success && outcome.diagnostics.is_empty());
    assert_eq!((outcome.failure(), outcome.code), (None, Some(0)));
}

#[test]
fn errors_come_with_the_names_the_candidate_knows() {
    let outcome = Sources::new("pub fn f() -> u8 {\n    true\n}").run(|_| {});
    assert_eq!(outcome.failure(), Some(Failure::Errors));
    let span = outcome.diagnostics[0].primary().expect("a place");
    assert_eq!(
        (span.file_name.as_str(), span.line_start, span.column_start),
        ("it.rs", 2, 5)
    );
    let rendered = outcome.diagnostics[0].rendered.as_ref().expect("a text");
    assert!(rendered.starts_with("error[E0308]: mismatched types\n --> it.rs:2:5\n"));
}

#[test]
fn the_environment_is_not_compiled_in() {
    let source = "const _: () = assert!(option_env!(\"PATH\").is_none() && option_env!(\"HOME\").is_none());";
    assert!(Sources::new(source).run(|_| {}).success);
}

#[test]
fn wrong_arguments_are_not_the_sources_fault() {
    let outcome = Sources::new("").run(|invocation| invocation.args.push("--no-such".into()));
    assert_eq!(outcome.failure(), Some(Failure::Unexplained));
}

#[test]
fn a_source_may_be_named_like_an_option() {
    let sources = Sources::new("");
    for name in ["-o.rs", "@a.rs"] {
        fs::write(sources.folder.join(name), "pub fn f() {}").expect("a file");
        let outcome = sources.run(|invocation| {
            invocation.args.pop();
            invocation.args.push("--crate-name=it".into());
            invocation.args.push(source_argument(Utf8Path::new(name)));
        });
        assert!(outcome.success, "{outcome:?}");
    }
    assert_eq!(source_argument(Utf8Path::new("src/lib.rs")), "src/lib.rs");
}

#[test]
fn an_endless_compilation_ends_at_its_time() {
    let source = "#![allow(long_running_const_eval)]\nconst X: u64 = { let mut i = 0u64; loop { i = i.wrapping_add(1); if i == u64::MAX { break; } } i };";
    let outcome = Sources::new(source).run(|invocation| invocation.limits.wall_ms = 500);
    assert_eq!(outcome.failure(), Some(Failure::Limit(CompileLimit::Time)));
    assert!(!outcome.success);
}

#[test]
fn what_is_called_off_ends_however_long_it_may_take() {
    let source = "#![allow(long_running_const_eval)]\nconst X: u64 = { let mut i = 0u64; loop { i = i.wrapping_add(1); if i == u64::MAX { break; } } i };";
    let cancel = Cancel::default();
    cancel.set();
    let outcome = Sources::new(source).run(|invocation| {
        invocation.limits.wall_ms = u64::MAX;
        invocation.limits.cancel = Some(cancel);
    });
    assert_eq!(outcome.failure(), Some(Failure::Limit(CompileLimit::Time)));
}

#[test]
fn a_flood_of_messages_is_cut() {
    let errors: Vec<String> = (0..1_000)
        .map(|number| format!("pub const C{number}: u8 = true;\n"))
        .collect();
    let source = errors.concat();
    let outcome = Sources::new(&source).run(|invocation| invocation.limits.output = 256 << 10);
    assert_eq!(
        outcome.failure(),
        Some(Failure::Limit(CompileLimit::Output))
    );
    assert!(!outcome.diagnostics.is_empty());
    assert!(outcome.diagnostics.len() <= RawDiagnostic::MOST);
}

#[cfg(unix)]
#[test]
fn a_wrapper_goes_in_front_of_the_compiler() {
    let outcome = Sources::new("").run(|it| it.wrapper = shell("echo \"$@\" >&2; exit 3"));
    assert!(
        outcome
            .stderr_tail
            .contains("/bin/rustc --error-format=json")
    );
    assert_eq!(outcome.code, Some(3));
}

#[cfg(unix)]
#[test]
fn a_compiler_out_of_memory_is_told_from_one_that_crashed() {
    let sources = Sources::new("");
    let failure = |script: &str| sources.run(|it| it.wrapper = shell(script)).failure();
    let memory = Some(Failure::Limit(CompileLimit::Memory));
    assert_eq!(
        failure("echo memory allocation of 99 bytes failed >&2; kill -ABRT $$"),
        memory
    );
    assert_eq!(
        failure("echo rustc-LLVM ERROR: out of memory >&2; exit 134"),
        memory
    );
    assert_eq!(failure("kill -KILL $$"), memory);
    assert_eq!(
        failure("kill -XCPU $$"),
        Some(Failure::Limit(CompileLimit::Time))
    );
    let crash = |script: &str| match failure(script) {
        Some(Failure::Crash(text)) => text,
        other => panic!("no crash: {other:?}"),
    };
    assert_eq!(
        crash("kill -SEGV $$"),
        "the compiler overflowed its stack on this source"
    );
    assert_eq!(
        crash("kill -ABRT $$"),
        "the compiler was ended by signal 6 on this source"
    );
    assert_eq!(
        crash("exit 101"),
        "the compiler failed on this source by an error of its own"
    );
}

#[cfg(unix)]
#[test]
fn a_grandchild_that_keeps_the_output_open_does_not_hold_the_judge() {
    let outcome = Sources::new("").run(|it| it.wrapper = shell("sleep 30 & exit 0"));
    assert!(outcome.success);
}

#[cfg(unix)]
#[test]
fn a_deeply_nested_source_is_a_crash_or_an_error_and_never_a_hang() {
    let deep = 20_000;
    let source = format!(
        "pub fn f() -> u8 {{ {}1{} }}",
        "(".repeat(deep),
        ")".repeat(deep)
    );
    let outcome = Sources::new(&source).run(|_| {});
    assert!(
        matches!(outcome.failure(), Some(Failure::Crash(_) | Failure::Errors)),
        "{outcome:?}"
    );
}

#[cfg(unix)]
#[test]
fn toolchain_files_of_the_users_folder_have_no_say() {
    let called_in = ask(std::path::Path::new("/bin/sh"), &["-c", "pwd"]);
    assert_eq!(called_in.expect("an answer"), "/\n");
}

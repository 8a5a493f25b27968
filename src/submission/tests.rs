use super::read::{MOST_BYTES, MOST_FILES};
use super::*;
use crate::error::{Exit, UserError};

fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Utf8PathBuf) {
    let temporary = tempfile::tempdir().expect("a folder");
    let path = Utf8PathBuf::from_path_buf(temporary.path().to_path_buf()).expect("UTF-8");
    for (name, content) in files {
        let file = path.join(name);
        fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        fs::write(file, content).expect("a file");
    }
    (temporary, path)
}

fn submission(path: &Utf8Path) -> Submission {
    match Submission::read(path) {
        Ok(Read::Submission(submission)) => submission,
        other => panic!("not read: {other:?}"),
    }
}

fn refusal(path: &Utf8Path) -> Refusal {
    match Submission::read(path) {
        Ok(Read::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn complaint(path: &Utf8Path) -> UserError {
    let error = Submission::read(path).expect_err("nothing to read");
    assert_eq!(error.exit, Exit::NothingJudged);
    assert!(error.help.is_some(), "{error} has no help");
    error
}

#[test]
fn a_single_file_is_its_own_root() {
    let (_guard, folder) = folder(&[("kahn.rs", b"pub fn f() {}")]);
    let submission = submission(&folder.join("kahn.rs"));
    assert_eq!(submission.root, "kahn.rs");
    assert_eq!(submission.origin, folder.join("kahn.rs"));
    assert_eq!(submission.files[Utf8Path::new("kahn.rs")], "pub fn f() {}");
    assert_eq!(submission.files.len(), 1);
}

#[test]
fn a_crate_folder_gives_its_modules_and_nothing_else() {
    let (_guard, folder) = folder(&[
        ("Cargo.toml", b"[package]"),
        ("build.rs", b"fn main() {}"),
        ("tests/it.rs", b"#[test] fn t() {}"),
        (".cargo/config.toml", b""),
        ("src/lib.rs", b"mod list;"),
        ("src/list.rs", b"mod node;"),
        ("src/list/node.rs", b""),
        ("src/notes.txt", b"\xff"),
        ("src/main.rs", b"fn main() {}"),
        ("src/bin/try.rs", b"fn main() {}"),
    ]);
    let submission = submission(&folder);
    let names: Vec<&Utf8PathBuf> = submission.files.keys().collect();
    assert_eq!(names, ["src/lib.rs", "src/list/node.rs", "src/list.rs"]);
    assert_eq!(submission.root, "src/lib.rs");
}

#[test]
fn a_module_may_be_called_bin() {
    let (_guard, folder) = folder(&[
        ("src/lib.rs", b"mod bin;"),
        ("src/bin.rs", b"mod packing;"),
        ("src/bin/packing.rs", b""),
    ]);
    assert_eq!(submission(&folder).files.len(), 3);
}

#[test]
fn what_is_written_is_what_was_read() {
    let (_guard, from) = folder(&[("src/lib.rs", b"mod list;"), ("src/list.rs", b"// x")]);
    let (_other, to) = folder(&[]);
    let original = submission(&from);
    assert_eq!(
        original.write_to(&to).expect("written"),
        to.join("src/lib.rs")
    );
    let copy = submission(&to);
    assert_eq!((copy.files, &copy.hash), (original.files, &original.hash));
}

#[test]
fn sources_are_never_written_over_a_file_or_outside_the_folder() {
    let (_guard, folder) = folder(&[("it.rs", b"keep")]);
    for name in ["it.rs", "../it.rs", "/it.rs", "."] {
        let root = Utf8PathBuf::from(name);
        let files = [(root.clone(), String::new())].into();
        let error = Submission::from_files("it.rs", files, root)
            .write_to(&folder)
            .expect_err("refused");
        assert!(error.to_string().contains("write the source"), "{error}");
    }
    assert_eq!(fs::read(folder.join("it.rs")).expect("there"), b"keep");
}

#[test]
fn the_hash_tells_where_text_stands() {
    let of = |files: &[(&str, &str)]| {
        let files = files
            .iter()
            .map(|(name, source)| (Utf8PathBuf::from(*name), (*source).to_string()))
            .collect();
        Submission::from_files("x", files, "a".into()).hash
    };
    assert_eq!(of(&[("a", "bc")]), of(&[("a", "bc")]));
    assert_ne!(of(&[("a", "bc")]), of(&[("ab", "c")]));
    assert_ne!(of(&[("a", "b"), ("c", "")]), of(&[("a", ""), ("c", "b")]));
}

#[test]
fn source_that_is_not_text_names_the_place() {
    let (_guard, folder) = folder(&[("a.rs", "fn f() {}\n// \u{e4} ".as_bytes())]);
    let path = folder.join("a.rs");
    let mut content = fs::read(&path).expect("there");
    content.push(0xff);
    fs::write(&path, content).expect("a file");
    let refusal = refusal(&path);
    assert_eq!(refusal.verdict, Verdict::CompileError);
    insta::assert_snapshot!(refusal.diagnostic.rendered, @r"
    error: `a.rs` is not UTF-8 from byte 16 on
      --> a.rs:2:6
    ");
    assert_eq!(refusal.summary, "a.rs is not UTF-8");
}

#[test]
fn too_much_source_is_rejected_and_the_most_is_not() {
    let most = vec![b' '; MOST_BYTES];
    let (_guard, folder) = folder(&[("a.rs", &most), ("src/lib.rs", &most), ("src/b.rs", b"")]);
    submission(&folder.join("a.rs"));
    submission(&folder);
    fs::write(folder.join("src/b.rs"), " ").expect("a file");
    let refusal = refusal(&folder);
    assert_eq!(
        (refusal.verdict, refusal.reason),
        (Verdict::Rejected, Reason::Source)
    );
    assert_eq!(refusal.summary, "source too large");
    assert_eq!(
        refusal.diagnostic.message,
        "more than 256 KiB of source in total"
    );
}

#[test]
fn too_many_files_are_rejected() {
    let (_guard, folder) = folder(&[("src/lib.rs", b"")]);
    for number in 1..MOST_FILES {
        fs::write(folder.join(format!("src/m{number}.rs")), "").expect("a file");
    }
    assert_eq!(submission(&folder).files.len(), MOST_FILES);
    fs::write(folder.join("src/one_more.rs"), "").expect("a file");
    assert_eq!(
        refusal(&folder).diagnostic.message,
        "more than 200 files of source"
    );
}

#[test]
fn what_is_no_submission_is_the_users_mistake() {
    let (_guard, folder) = folder(&[("notes.md", b""), ("empty/x", b""), ("file/src", b"")]);
    let cases = [
        ("gone.rs", "there is no `gone.rs`"),
        ("notes.md", "`notes.md` is not a Rust file"),
        ("empty", "`empty` has no `src/lib.rs`"),
        ("file", "`file` has no `src/lib.rs`"),
    ];
    for (path, message) in cases {
        let shown = complaint(&folder.join(path)).to_string();
        assert_eq!(shown.replace(&format!("{folder}/"), ""), message);
    }
}

#[cfg(unix)]
#[test]
fn links_inside_a_crate_are_not_followed_and_one_to_the_file_handed_in_is() {
    use std::os::unix::fs::symlink;
    let (_guard, folder) = folder(&[("out.rs", b"secret"), ("a/src/lib.rs", b""), ("b/x", b"")]);
    symlink(folder.join("out.rs"), folder.join("in.rs")).expect("a link");
    assert_eq!(submission(&folder.join("in.rs")).root, "in.rs");

    symlink(folder.join("a/src"), folder.join("b/src")).expect("a link");
    let error = complaint(&folder.join("b"));
    assert!(
        error.to_string().ends_with("b/src` is a symbolic link"),
        "{error}"
    );

    symlink(folder.join("out.rs"), folder.join("a/src/out.rs")).expect("a link");
    let error = complaint(&folder.join("a"));
    assert!(
        error
            .to_string()
            .ends_with("a/src/out.rs` is a symbolic link"),
        "{error}"
    );

    fs::remove_file(folder.join("a/src/out.rs")).expect("removed");
    symlink(folder.join("b"), folder.join("a/src/modules")).expect("a link");
    complaint(&folder.join("a"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_without_waiting_for_its_other_end() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let (_guard, folder) = folder(&[("a/src/lib.rs", b"")]);
    for name in ["pipe.rs", "a/src/pipe.rs"] {
        mknodat(
            CWD,
            folder.join(name).as_std_path(),
            FileType::Fifo,
            Mode::RUSR,
            0,
        )
        .expect("a pipe");
    }
    for name in ["pipe.rs", "a"] {
        let error = complaint(&folder.join(name));
        assert!(
            error.to_string().ends_with("pipe.rs` is not a file"),
            "{error}"
        );
    }
}

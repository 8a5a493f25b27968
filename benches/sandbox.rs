//! What the walls cost, and how fast they close.
//!
//! - `start`: a program that does nothing, started plainly (fork and exec), in the partial
//!   and the full sandbox, and by bubblewrap if that is installed.
//! - `rustc`: a small library compiled outside and inside.
//! - `stop`: from the end of the helper, which is what a limit leads to, until the program
//!   inside is gone.
//!
//! All in one run, so that the differences mean something on a noisy machine.

#![cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "there is no such sandbox")
)]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

const JUDGE: &str = env!("CARGO_BIN_EXE_greenroom");

/// The probe of the tests, which needs no libraries.
fn probe() -> PathBuf {
    let program = folder().join("probe");
    let output = Command::new("rustc")
        .args(["--edition", "2024", "-Ctarget-feature=+crt-static", "-o"])
        .arg(&program)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sandbox/probe.rs"))
        .output()
        .expect("a compiler");
    assert!(output.status.success());
    program
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-sandbox");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn jail(strength: &str, binds: &Value, folder: &str, keeps_user: bool) -> Value {
    json!({
        "strength": strength,
        "walls": "run",
        "binds": binds,
        "scratch": { "bytes": 64 << 20, "files": 1024 },
        "folder": folder,
        "environment": [["LD_LIBRARY_PATH", format!("{}/lib", sysroot().display())]],
        "limits": {
            "data": 1 << 30,
            "address_space": 4_u64 << 30,
            "file_size": 128 << 20,
            "files": 256,
            "threads": 64,
            "cpu_s": 20,
            "stack": null,
        },
        "keeps_user": keeps_user,
        "groups": [],
        "reports": false,
        "without": [],
    })
}

fn bind(source: &Path, target: &str, writable: bool) -> Value {
    json!({ "source": source, "target": target, "writable": writable })
}

/// The judge as the helper, with the probe inside.
fn confined(strength: &str, probe: &Path, attempt: &str) -> Command {
    let target = match strength {
        "full" => "/box/program".to_owned(),
        _ => probe.display().to_string(),
    };
    let jail = jail(strength, &json!([bind(probe, &target, false)]), "/", false);
    let mut command = Command::new(JUDGE);
    command.args(["__sandbox", &jail.to_string(), &target, "try", attempt]);
    command
}

fn run(mut command: Command) {
    let output = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

fn start(criterion: &mut Criterion) {
    let probe = probe();
    let mut group = criterion.benchmark_group("start");
    group
        .sample_size(50)
        .measurement_time(Duration::from_secs(8));
    group.bench_function("fork and exec", |bencher| {
        bencher.iter(|| {
            let mut command = Command::new(&probe);
            command.args(["try", "nothing"]);
            run(command);
        });
    });
    for strength in ["partial", "full"] {
        group.bench_function(strength, |bencher| {
            bencher.iter(|| run(confined(strength, &probe, "nothing")));
        });
    }
    if Path::new("/usr/bin/bwrap").is_file() {
        group.bench_function("bubblewrap", |bencher| {
            bencher.iter(|| {
                let mut command = Command::new("/usr/bin/bwrap");
                command
                    .args(["--unshare-all", "--die-with-parent", "--ro-bind"])
                    .arg(&probe)
                    .args(["/program", "/program", "try", "nothing"]);
                run(command);
            });
        });
    }
    group.finish();
}

/// Asked for once: a start of the compiler would be most of what is measured.
fn sysroot() -> &'static Path {
    static SYSROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let output = Command::new("rustc").args(["--print", "sysroot"]).output();
        let text = String::from_utf8(output.expect("a compiler").stdout).expect("UTF-8");
        PathBuf::from(text.trim())
    });
    &SYSROOT
}

fn rustc(criterion: &mut Criterion) {
    let (sysroot, folder) = (sysroot(), folder());
    let (source, out) = (folder.join("source"), folder.join("out"));
    for each in [&source, &out] {
        std::fs::create_dir_all(each).expect("a folder");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let open = std::fs::Permissions::from_mode(0o777);
            std::fs::set_permissions(each, open).expect("it is ours");
        }
    }
    let text = "pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }\n";
    std::fs::write(source.join("lib.rs"), text).expect("a file");
    let own = |path: &Path, writable| bind(path, &path.display().to_string(), writable);
    let mut binds = vec![
        own(&sysroot.join("bin"), false),
        own(&sysroot.join("lib"), false),
        own(&source, false),
        own(&out, true),
    ];
    for library in ["/lib64", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu"] {
        let path = Path::new(library);
        if let Ok(real) = path.canonicalize() {
            binds.push(bind(&real, library, false));
        }
    }
    let jail = jail("full", &json!(binds), &source.display().to_string(), true);
    let compiler = sysroot.join("bin/rustc");
    let arguments = |command: &mut Command| {
        command
            .args(["--edition", "2024", "--crate-type", "rlib"])
            .args(["--crate-name", "submission", "-Copt-level=2", "-o"])
            .arg(out.join("libsubmission.rlib"))
            .arg("lib.rs")
            .current_dir(&source);
    };
    let mut group = criterion.benchmark_group("rustc");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(8));
    group.bench_function("outside", |bencher| {
        bencher.iter(|| {
            let mut command = Command::new(&compiler);
            arguments(&mut command);
            run(command);
        });
    });
    group.bench_function("inside", |bencher| {
        bencher.iter(|| {
            let mut command = Command::new(JUDGE);
            command
                .args(["__sandbox", &jail.to_string()])
                .arg(&compiler);
            arguments(&mut command);
            run(command);
        });
    });
    group.finish();
}

/// A helper whose program waits, and the other end of that program's output.
fn waiting(probe: &Path) -> (Child, BufReader<ChildStdout>) {
    let mut helper = confined("full", probe, "wait")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut output = BufReader::new(helper.stdout.take().expect("it is piped"));
    let mut line = String::new();
    output.read_line(&mut line).expect("a line");
    assert_eq!(line, "ready\n");
    (helper, output)
}

fn stop(criterion: &mut Criterion) {
    let probe = probe();
    let mut group = criterion.benchmark_group("stop");
    group
        .sample_size(30)
        .measurement_time(Duration::from_secs(6));
    group.bench_function("full", |bencher| {
        bencher.iter_batched(
            || waiting(&probe),
            |(mut helper, mut output)| {
                helper.kill().expect("it runs");
                helper.wait().expect("it runs");
                // Nobody is left who could write.
                let mut rest = vec![];
                output.read_to_end(&mut rest).expect("an end");
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, start, rustc, stop);
criterion_main!(benches);

//! Greenroom: a practice judge for coding rounds in Rust.

mod build;
mod check;
mod error;
mod problem;
mod report;
mod run;
mod sandbox;
mod submission;
mod value;
mod verdict;

/// The wire, shared with the harness: the same source is compiled into both sides.
#[path = "../harness/wire/lib.rs"]
mod wire;

fn main() {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().skip(1).collect();
    let code = match arguments.first().and_then(|name| name.to_str()) {
        Some(sandbox::COMMAND) => sandbox::linux::enter(&arguments[1..]),
        Some(sandbox::PROBE_COMMAND) => sandbox::try_walls(),
        _ => {
            println!("{:?}", sandbox::choose("/tmp/m".into(), None));
            0
        }
    };
    std::process::exit(code);
}

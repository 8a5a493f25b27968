//! The panics of a program are nobody's business but the explorer's.

use super::mini::spawn;
use super::{explore, on_shuttle};
use std::process::Command;

/// Says that a process was started for one test alone.
const ALONE: &str = "EXPLORE_ALONE";

#[test]
fn no_hook_of_another_library_runs_on_the_stack_of_the_program() {
    if std::env::var_os(ALONE).is_none() {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["no_hook_of_another_library", "--nocapture"])
            .env(ALONE, "1")
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {shown}", output.status);
        assert_eq!(shown, "");
        return;
    }
    let panics = || {
        let report = explore(|| assert!(spawn(|| panic!("one")).join().is_err()));
        assert!(report.finding.is_none() && report.executions > 0);
    };
    panics();
    // Who has not set a hook yet sets it over the explorer's.
    on_shuttle::run(|| {});
    panics();
}

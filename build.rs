//! Rebuilds the judge when a file of the embedded catalogue or harness comes or goes.
fn main() {
    println!("cargo::rerun-if-changed=problems");
    println!("cargo::rerun-if-changed=harness");
}

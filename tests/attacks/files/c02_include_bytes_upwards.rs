// expect: compile-error
// group: compile
// what: walk up from the crate to a file of the machine
const HOSTS: &[u8] = include_bytes!("../../../../../../../etc/shadow");
pub fn solve(xs: &[i64]) -> i64 { println!("LEAK {}", HOSTS.len()); xs.iter().sum() }

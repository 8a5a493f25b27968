// expect: accepted
// group: leak
// what: variables of the judge or its user that the compiler could see
pub fn solve(xs: &[i64]) -> i64 { for (name, value) in [("HOME", option_env!("HOME")), ("PATH", option_env!("PATH")), ("USER", option_env!("USER")), ("key", option_env!("GREENROOM_RESULTS_KEY")), ("cache", option_env!("GREENROOM_CACHE")), ("CARGO_HOME", option_env!("CARGO_HOME")), ("SSH_AUTH_SOCK", option_env!("SSH_AUTH_SOCK"))] { if value.is_some() { println!("LEAK {name}"); } } if file!().starts_with('/') { println!("LEAK {}", file!()); } xs.iter().sum() }

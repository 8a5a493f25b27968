// expect: policy
// expect-unsafe: wrong-answer|protocol-error
// group: unsafe
// what: leave the run by forking twice
unsafe extern "C" { fn fork() -> i32; fn setsid() -> i32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { if fork() == 0 { setsid(); if fork() == 0 { println!("LEAK a daemon"); loop { std::thread::yield_now() } } } } 0 }

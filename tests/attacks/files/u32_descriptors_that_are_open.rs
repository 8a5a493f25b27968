// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: descriptors beside its streams and the socket of the driver
// subset
unsafe extern "C" { fn fcntl(d: i32, c: i32) -> i32; }
pub fn solve(_: &[i64]) -> i64 { let open = (0..4096).filter(|d| unsafe { fcntl(*d, 1) } >= 0).count(); if open > 4 { println!("LEAK {open} descriptors"); } 0 }

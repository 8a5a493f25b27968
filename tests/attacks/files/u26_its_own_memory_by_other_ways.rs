// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: tracing and reading memory by the calls of debuggers
// subset
unsafe extern "C" { fn ptrace(r: i64, p: i32, a: usize, d: usize) -> i64; fn getpid() -> i32; fn process_vm_readv(p: i32, l: *const [usize; 2], n: u64, r: *const [usize; 2], m: u64, f: u64) -> isize; }
pub fn solve(_: &[i64]) -> i64 { let (mut to, from) = ([0_u8; 8], [1_u8; 8]); unsafe { if ptrace(0, 0, 0, 0) == 0 { println!("LEAK traced"); } for p in [1, getpid()] { if ptrace(16, p, 0, 0) == 0 { println!("LEAK traces {p}"); } if process_vm_readv(p, &[to.as_mut_ptr() as usize, 8], 1, &[from.as_ptr() as usize, 8], 1, 0) >= 0 { println!("LEAK reads {p}"); } } } 0 }

// expect: policy
// expect-unsafe: memory-limit|runtime-error|time-limit|deadlock|wrong-answer
// group: unsafe
// what: many threads, each with a stack that it fills
pub fn solve(_: &[i64]) -> i64 { let threads: Vec<_> = (0..64).map(|_| std::thread::Builder::new().stack_size(64 << 20).spawn(|| { let mut all = [0_u8; 60 << 20]; for at in (0..all.len()).step_by(4096) { unsafe { (&raw mut all[at]).write_volatile(1) } } std::thread::park(); all[7] })).collect(); for thread in threads { let _ = thread.map(|thread| thread.join()); } 0 }

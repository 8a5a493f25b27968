// expect: accepted
// group: leak
// what: what tells machines apart
pub fn solve(xs: &[i64]) -> i64 { for path in ["/etc/machine-id", "/etc/hostname", "/proc/sys/kernel/hostname", "/proc/sys/kernel/random/boot_id", "/sys/class/dmi/id/product_uuid", "/proc/cpuinfo", "/proc/version"] { if std::fs::read(path).is_ok() { println!("LEAK {path}"); } } xs.iter().sum() }

//! What the helper tells the judge, line by line, on a descriptor that no submission has.

use std::fmt;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The program runs, under this process number as the judge sees it.
    Running(u32),
    /// The program ended.
    Ended(End),
    /// The walls could not be built; the program did not start.
    Failed(String),
}

/// How a program ended and what it used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The status as `wait` gives it.
    pub status: i32,
    /// CPU time of the program and all it left behind, in microseconds.
    pub cpu_us: u64,
    /// The most memory it held, in KiB.
    pub peak_kib: u64,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Running(number) => writeln!(f, "running {number}"),
            Self::Ended(End {
                status,
                cpu_us,
                peak_kib,
            }) => writeln!(f, "ended {status} {cpu_us} {peak_kib}"),
            Self::Failed(why) => writeln!(f, "failed {}", why.replace('\n', " ")),
        }
    }
}

impl Status {
    /// Reads a line; `None` if it is not one.
    pub fn parse(line: &str) -> Option<Self> {
        let (kind, rest) = line.trim_end().split_once(' ')?;
        match kind {
            "running" => Some(Self::Running(rest.parse().ok()?)),
            "ended" => {
                let mut numbers = rest.split(' ');
                Some(Self::Ended(End {
                    status: numbers.next()?.parse().ok()?,
                    cpu_us: numbers.next()?.parse().ok()?,
                    peak_kib: numbers.next()?.parse().ok()?,
                }))
            }
            "failed" => Some(Self::Failed(rest.to_owned())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back() {
        for status in [
            Status::Running(17),
            Status::Ended(End {
                status: 134,
                cpu_us: 5,
                peak_kib: 9,
            }),
            Status::Failed("mount the root: no such file".into()),
        ] {
            assert_eq!(Status::parse(&status.to_string()), Some(status));
        }
        assert_eq!(Status::parse("ended 1 x 3"), None);
    }
}

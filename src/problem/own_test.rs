//! Tests of a package's own: tests.rs, which runs in the submission's process.

use std::ops::Range;

/// tests.rs at a stage.
#[derive(Clone, Debug)]
pub struct OwnTests {
    /// Its text as the author wrote it.
    pub source: String,
    /// The text with blanks for the attributes that make functions tests: the judge calls
    /// them itself.
    pub callable: String,
    /// The tests in the order of the text.
    pub tests: Vec<OwnTest>,
}

/// A function with `#[test]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTest {
    /// Its name.
    pub name: String,
    /// Whether it has to panic, and with which text in its message.
    pub should_panic: Option<Option<String>>,
    /// Whether it answers a `Result`.
    pub answers: bool,
    /// Where it stands in the text, attributes and comments included.
    pub range: Range<usize>,
}

/// How the names of tests begin that the candidate sees.
const SAMPLE: &str = "sample_";

impl OwnTest {
    /// Whether the candidate sees it.
    pub fn sample(&self) -> bool {
        self.name.starts_with(SAMPLE)
    }
}

impl OwnTests {
    /// The text without the tests that the candidate does not see; `None` if that is all of
    /// them.
    pub fn samples(&self) -> Option<String> {
        if !self.tests.iter().any(OwnTest::sample) {
            return None;
        }
        let mut text = String::new();
        let mut from = 0;
        for hidden in self.tests.iter().filter(|test| !test.sample()) {
            text.push_str(&self.source[from..hidden.range.start]);
            from = hidden.range.end;
        }
        text.push_str(&self.source[from..]);
        let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
        Some(lines.join("\n"))
    }
}

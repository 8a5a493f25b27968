//! The profile by which macOS walls a program in: what is not named in it is denied.
//!
//! Source: the language of `sandbox-exec -p`, as the profiles that come with macOS in
//! `/System/Library/Sandbox/Profiles` and the manual page `sandbox-exec(1)` show it.

use super::Jail;
use camino::Utf8Path;
use std::fmt::Write;

/// What every program reads to start: the loader's cache and the system's own libraries.
const SYSTEM: &[&str] = &[
    "/usr/lib",
    "/System/Library",
    "/System/Cryptexes",
    "/System/Volumes/Preboot/Cryptexes",
];

/// The profile of a jail in which `program` is started. Paths have to be real ones: the
/// kernel looks at what links lead to.
pub fn profile(jail: &Jail, program: &Utf8Path) -> String {
    let mut text = String::from(
        "(version 1)\n\
         (deny default)\n\
         (allow signal (target self))\n\
         (allow process-info-pidinfo process-info-setcontrol (target self))\n\
         (allow sysctl-read)\n\
         (allow file-read-metadata)\n\
         (allow file-read* (literal \"/\") (literal \"/dev/random\") (literal \"/dev/urandom\"))\n",
    );
    let mut allow = |what: &str, filter: &str, path: &str| {
        writeln!(text, "(allow {what} ({filter} {}))", quoted(path))
            .expect("a String takes everything");
    };
    allow("process-exec", "literal", program.as_str());
    for folder in SYSTEM {
        allow("file-read* file-map-executable", "subpath", folder);
    }
    for bind in &jail.binds {
        let what = if bind.writable {
            "file-read* file-write*"
        } else {
            "file-read* file-map-executable"
        };
        allow(what, "subpath", bind.source.as_str());
    }
    text
}

/// A text of the language.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::Bind;

    #[test]
    fn a_program_may_read_what_it_is_given_and_write_where_it_may() {
        let mut jail = Jail::open();
        jail.binds = vec![Bind::read("/cache/program"), Bind::write("/work/out")];
        insta::assert_snapshot!(profile(&jail, "/cache/program".into()), @r#"
        (version 1)
        (deny default)
        (allow signal (target self))
        (allow process-info-pidinfo process-info-setcontrol (target self))
        (allow sysctl-read)
        (allow file-read-metadata)
        (allow file-read* (literal "/") (literal "/dev/random") (literal "/dev/urandom"))
        (allow process-exec (literal "/cache/program"))
        (allow file-read* file-map-executable (subpath "/usr/lib"))
        (allow file-read* file-map-executable (subpath "/System/Library"))
        (allow file-read* file-map-executable (subpath "/System/Cryptexes"))
        (allow file-read* file-map-executable (subpath "/System/Volumes/Preboot/Cryptexes"))
        (allow file-read* file-map-executable (subpath "/cache/program"))
        (allow file-read* file-write* (subpath "/work/out"))
        "#);
    }

    #[test]
    fn a_name_of_a_file_says_nothing_else() {
        let mut jail = Jail::open();
        jail.binds = vec![Bind::read("/a\")) (allow default) (x (\"\\")];
        let profile = profile(&jail, "/program".into());
        let last = profile.lines().last();
        assert_eq!(
            last,
            Some(
                r#"(allow file-read* file-map-executable (subpath "/a\")) (allow default) (x (\"\\"))"#
            )
        );
    }
}

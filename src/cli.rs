//! The command line.

use crate::ci::partition::Partition;
use crate::ci::reveal::Reveal;
use crate::console::Color;
use crate::report::render::Format;
use crate::sandbox::Strength;
use crate::verdict::Verdict;
use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::num::{NonZeroU32, NonZeroUsize};

/// A practice judge for coding rounds in Rust.
///
/// Pick a problem, write plain Rust in your own editor, and learn whether it is right and
/// what the smallest thing is that breaks it.
#[derive(Debug, Parser)]
#[command(
    name = "greenroom",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 all accepted, 1 judged and something is not accepted, 2 usage, \
        3 a problem package is invalid, 4 nothing was judged, 5 this environment cannot judge, \
        70 the judge failed."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Flags that every command takes.
    #[command(flatten)]
    pub options: Options,
}

/// Flags that every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Common options")]
pub struct Options {
    /// How results are written to standard output
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// When to use colour and Unicode marks
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// How many things to do at once [default: what the machine has]
    #[arg(short, long, global = true, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Seed of everything that is drawn by chance
    #[arg(long, global = true, value_name = "N")]
    pub seed: Option<u64>,
    /// Keep the temporary crates and say where they are
    #[arg(long, global = true)]
    pub keep: bool,
    /// How submissions are kept from harm [default: the strongest that works here]
    #[arg(long, global = true, value_name = "full|partial|none")]
    pub sandbox: Option<Strength>,
    /// A folder of problem packages; its problems win over built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub problems: Vec<Utf8PathBuf>,
    /// The stage of the problem, from 1
    #[arg(long, global = true, value_name = "N")]
    pub stage: Option<NonZeroU32>,
    /// Judge again, even if the verdict is known already
    #[arg(long, global = true)]
    pub fresh: bool,
    /// Show the time of every case
    #[arg(long, global = true)]
    pub timings: bool,
    /// Show what threads do as one list, without columns
    #[arg(long, global = true)]
    pub plain: bool,
    /// Show every step of an interleaving
    #[arg(long, global = true)]
    pub trace: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the problems, and how far you are with each
    List,
    /// Show a problem's statement
    Show(Show),
    /// Make a crate to solve a problem in
    Start(Start),
    /// Judge the samples alone
    #[command(after_help = verdicts())]
    Test(Candidate),
    /// Judge everything
    #[command(after_help = verdicts())]
    Submit(Candidate),
    /// Judge all submissions of one tree or many
    #[command(after_help = verdicts())]
    Check(Box<Check>),
    /// Run a failure of an earlier report again, on the code as it is now
    Replay(Replay),
    /// Show what would be judged, and how
    Plan(Candidate),
    /// Work on problem packages
    #[command(subcommand)]
    Problem(ProblemCommand),
    /// Build all that judging needs, ahead of time
    Setup,
    /// Look whether this machine can judge
    Doctor,
    /// Work on reports
    #[command(subcommand)]
    Report(ReportCommand),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// Whose code to judge.
#[derive(Clone, Debug, Args)]
pub struct Candidate {
    /// A path if there is one of that name, else a problem; the crate around the current
    /// folder if left out
    #[arg(value_name = "SLUG_OR_PATH")]
    pub first: Option<String>,
    /// The file or crate folder, after a problem
    #[arg(value_name = "FILE")]
    pub second: Option<String>,
}

/// Arguments of `check`.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// The folders to look in; each is an owner
    #[arg(value_name = "ROOT", default_value = ".")]
    pub roots: Vec<Utf8PathBuf>,
    /// Which files are submissions too; the file lies outside of the trees
    #[arg(long, value_name = "FILE")]
    pub config: Option<Utf8PathBuf>,
    /// Judge one part of all submissions, like 2/8
    #[arg(long, value_name = "I/N")]
    pub partition: Option<Partition>,
    /// Begin nothing more after this many seconds
    #[arg(long, value_name = "SECONDS")]
    pub budget: Option<u64>,
    /// Judge no submission for longer than this many seconds
    #[arg(long, value_name = "SECONDS")]
    pub budget_each: Option<u64>,
    /// Draw by a secret seed, which no output tells; the file lies outside of the trees
    #[arg(long, value_name = "FILE")]
    pub seed_file: Option<Utf8PathBuf>,
    /// How much of what went wrong is told
    #[arg(long, value_enum, default_value_t = Reveal::Samples)]
    pub reveal: Reveal,
    /// Problems that every owner has to have solved
    #[arg(long, value_name = "SLUG,…", value_delimiter = ',')]
    pub require: Vec<String>,
    /// What may pass, and where results go.
    #[command(flatten)]
    pub outputs: Outputs,
}

/// What may pass, and where the results of many submissions go.
#[derive(Clone, Debug, Args)]
pub struct Outputs {
    /// Verdicts that do not fail
    #[arg(long, value_name = "VERDICT,…", value_delimiter = ',')]
    pub allow: Vec<Verdict>,
    /// An earlier JSON report: only what got worse fails
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<Utf8PathBuf>,
    /// Write the document as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<Utf8PathBuf>,
    /// Where the report in the form of `JUnit` is written.
    #[arg(long, value_name = "FILE", help = "Write JUnit XML")]
    pub junit: Option<Utf8PathBuf>,
    /// Write a self-contained page
    #[arg(long, value_name = "FILE")]
    pub html: Option<Utf8PathBuf>,
    /// Write a table with a row for each owner and problem
    #[arg(long, value_name = "FILE")]
    pub csv: Option<Utf8PathBuf>,
    /// Write annotations and a summary for GitHub's runner
    #[arg(long, value_enum, default_value_t = Github::Auto)]
    pub github: Github,
}

/// When to write for GitHub's runner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Github {
    /// Inside of it, as `GITHUB_ACTIONS` tells.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Arguments of `show`.
#[derive(Clone, Debug, Args)]
pub struct Show {
    /// The problem; that of the crate around the current folder if left out
    pub slug: Option<String>,
    /// Print the signatures to implement instead of the statement
    #[arg(long)]
    pub contract: bool,
}

/// Arguments of `start`.
#[derive(Clone, Debug, Args)]
pub struct Start {
    /// The problem
    pub slug: String,
    /// The folder to make [default: the problem's name]
    #[arg(long, value_name = "DIR")]
    pub path: Option<Utf8PathBuf>,
}

/// Arguments of `replay`.
#[derive(Clone, Debug, Args)]
pub struct Replay {
    /// The first digits of the report's id
    pub id: String,
    /// Print the failure as a test for your crate instead
    #[arg(long)]
    pub as_test: bool,
}

/// What to do with problem packages.
#[derive(Clone, Debug, Subcommand)]
pub enum ProblemCommand {
    /// Judge the submissions that come with problems, and compare with what they should get
    Verify {
        /// The problems; all if left out
        slugs: Vec<String>,
    },
}

/// What to do with reports.
#[derive(Clone, Debug, Subcommand)]
pub enum ReportCommand {
    /// Check that a file is a report this version can read
    Validate {
        /// The file, or - for standard input
        file: Utf8PathBuf,
    },
    /// Put the parts of a batch together, all of them
    Merge {
        /// The JSON reports of the parts
        #[arg(required = true)]
        files: Vec<Utf8PathBuf>,
        /// What may pass, and where results go.
        #[command(flatten)]
        outputs: Box<Outputs>,
    },
    /// Print the JSON schema of reports
    Schema {
        /// That of reports about many submissions
        #[arg(long)]
        batch: bool,
    },
}

/// All verdicts with what they mean, for the help.
fn verdicts() -> String {
    let mut text = String::from("Verdicts, worst first:\n");
    for verdict in Verdict::ALL {
        let (name, code, meaning) = (verdict.text(), verdict.code(), verdict.meaning());
        text.push_str(&format!("  {name:<22} {code:<4} {meaning}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_makes_sense() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_stand_before_or_after_the_command() {
        for words in [
            ["greenroom", "--stage", "2", "submit", "lru-cache", "a.rs"],
            ["greenroom", "submit", "lru-cache", "a.rs", "--stage", "2"],
        ] {
            let cli = Cli::try_parse_from(words).unwrap();
            assert_eq!(cli.options.stage.map(NonZeroU32::get), Some(2));
        }
    }

    #[test]
    fn stages_and_jobs_are_counted_from_one() {
        for flag in ["--stage", "-j"] {
            assert!(Cli::try_parse_from(["greenroom", "list", flag, "0"]).is_err());
        }
    }
}

//! The seed of a batch: where what is drawn by chance comes from, and how much of that is
//! told.

use super::outside::outside;
use crate::error::{Exit, UserError};
use camino::{Utf8Path, Utf8PathBuf};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Read;

/// What a secret has to have at least, in bytes: fewer could be guessed from its mark.
const SHORTEST: usize = 16;

/// The longest secret, in bytes.
const LONGEST: u64 = 4 << 10;

/// The seed that was asked for, as the document has it. Two batches with different seeds
/// say nothing about each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Seed {
    /// None: every problem has its own, the same for everybody.
    #[default]
    OfProblems,
    /// This number.
    Number(u64),
    /// One out of a file, which is not told.
    Secret {
        /// Tells secrets from one another without telling any: hex digits of a hash.
        mark: String,
    },
}

/// The seed to judge with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// As the document has it.
    pub seed: Seed,
    /// The number that everything is drawn from; `None` for each problem's own.
    pub number: Option<u64>,
}

impl Chosen {
    /// A number of the command line, if there is one.
    pub fn from_number(number: Option<u64>) -> Self {
        Self {
            seed: number.map_or(Seed::OfProblems, Seed::Number),
            number,
        }
    }

    /// The secret in a file.
    ///
    /// # Errors
    /// If it cannot be read, is too short to be secret, too long, or lies in a tree that is
    /// judged.
    pub fn from_file(file: &Utf8Path, roots: &[Utf8PathBuf]) -> Result<Self, UserError> {
        let usage = |message: String| UserError::new(Exit::Usage, message);
        outside(file, "the seed file", roots)?;
        let mut bytes = vec![];
        File::open(file)
            .and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes))
            .map_err(|error| usage(format!("cannot read the seed file {file}: {error}")))?;
        let secret = bytes.trim_ascii();
        if secret.len() < SHORTEST || bytes.len() as u64 > LONGEST {
            return Err(usage(format!(
                "the seed file {file} does not have {SHORTEST} to {LONGEST} bytes"
            ))
            .help("any random text does: `openssl rand -hex 32 > seed`"));
        }
        let mark = blake3::derive_key("greenroom mark of a secret seed", secret);
        let number = blake3::derive_key("greenroom secret seed", secret);
        let number = number[..8].try_into().expect("a key has 32 bytes");
        Ok(Self {
            seed: Seed::Secret {
                mark: blake3::Hash::from(mark).to_hex()[..16].to_owned(),
            },
            number: Some(u64::from_le_bytes(number)),
        })
    }

    /// Whether nobody may learn the number.
    pub const fn is_secret(&self) -> bool {
        matches!(self.seed, Seed::Secret { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn read(secret: &[u8]) -> Result<Chosen, UserError> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8").join("s");
        fs::write(&path, secret).expect("a file");
        Chosen::from_file(&path, &[])
    }

    #[test]
    fn a_secret_has_a_number_and_a_mark_of_its_own() {
        let one = read(b"0123456789abcdef").expect("long enough");
        assert_eq!(read(b"0123456789abcdef\n").expect("the same"), one);
        let other = read(b"0123456789abcdeg").expect("long enough");
        assert_ne!(one.number, other.number);
        assert_ne!(one.seed, other.seed);
        assert!(one.is_secret() && !Chosen::from_number(Some(1)).is_secret());
    }

    #[test]
    fn what_could_be_guessed_is_refused() {
        for secret in [&b"42"[..], b"", b"               \n", &[b'x'; 5000]] {
            assert_eq!(read(secret).expect_err("refused").exit, Exit::Usage);
        }
    }
}

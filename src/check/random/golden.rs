//! Golden replies: what the submission's process is sent for each sequence of a problem's own
//! seed, and a reply that is right, byte by byte: the only one, or where the model leaves a
//! choice the one that it has found right before. What is sent is the same for every
//! submission, and a model says the same of the same calls and answers, so both are kept in
//! the cache, for this build of the judge, and the model need not be asked again.
//!
//! Only a reply that is golden is taken without a look into it. Any other one is judged as if
//! nothing was kept.

use super::trial::Composition;
use crate::check::replay::whole;
use crate::check::runner::Prepared;
use crate::own_program;
use crate::problem::Problem;
use crate::problem::domain::Random;
use crate::wire::{Answer, Finish, Nonce, Query, Reply, Request};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;
use std::io::{self, Write};
use std::ops::Range;

/// The length of the hash that a file begins with.
const HASH: usize = 32;

/// Where golden replies are kept, for one model's program.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: Utf8PathBuf,
    model: String,
}

/// The golden replies of all sequences.
#[derive(Debug)]
pub struct Golden {
    bytes: Vec<u8>,
    /// Where the request and the reply of each sequence are; `None` if the same reply will
    /// hardly come again, as where a call has to panic.
    places: Vec<Option<(Range<usize>, Range<usize>)>>,
    file: Utf8PathBuf,
}

/// Golden replies while they are collected.
pub(super) struct Draft {
    bytes: Vec<u8>,
    file: Utf8PathBuf,
}

impl Shelf {
    /// The shelf in a cache folder; `model` is the model's program there, whose path says
    /// what it was made from.
    pub fn new(cache: &Utf8Path, model: &Utf8Path) -> Option<Self> {
        Some(Self {
            folder: cache.join("golden"),
            model: model.parent()?.file_name()?.to_owned(),
        })
    }

    /// The golden replies, if they are kept and not damaged.
    pub fn find(&self, problem: &Problem, random: Random) -> Option<Golden> {
        let file = self.file(problem, random);
        let bytes = fs::read(&file).ok()?;
        let (hash, rest) = bytes.split_at_checked(HASH)?;
        if blake3::hash(rest).as_bytes() != hash {
            return None;
        }
        let mut at = HASH;
        let mut places = Vec::with_capacity(random.sequences as usize);
        while at < bytes.len() {
            let request = block(&bytes, &mut at)?;
            let reply = block(&bytes, &mut at)?;
            places.push((!request.is_empty()).then_some((request, reply)));
        }
        (places.len() == random.sequences as usize).then_some(Golden {
            bytes,
            places,
            file,
        })
    }

    /// Golden replies that are not kept yet.
    pub(super) fn draft(&self, problem: &Problem, random: Random) -> Draft {
        Draft {
            bytes: vec![],
            file: self.file(problem, random),
        }
    }

    fn file(&self, problem: &Problem, random: Random) -> Utf8PathBuf {
        let mut hasher = blake3::Hasher::new();
        for text in [&own_program::identity(), &self.model, &problem.version] {
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        }
        for number in [problem.stage, random.sequences, random.operations] {
            hasher.update(&number.to_le_bytes());
        }
        self.folder.join(&hasher.finalize().to_hex()[..32])
    }
}

impl Golden {
    /// What is sent for a sequence, and the reply that is right, both without their nonce.
    pub fn of(&self, sequence: u32) -> Option<(&[u8], &[u8])> {
        let (request, reply) = self.places.get(sequence as usize)?.clone()?;
        Some((&self.bytes[request], &self.bytes[reply]))
    }

    /// Whether this is the composition that was sent.
    pub(super) fn is_of(&self, sequence: u32, composition: &Composition, instance: u16) -> bool {
        self.of(sequence)
            .is_some_and(|(request, _)| request == sent(composition, instance))
    }

    /// The calls that were sent.
    pub(in crate::check) fn prepared(&self, sequence: u32) -> Option<Prepared> {
        let (request, _) = self.of(sequence)?;
        let request = [&Nonce::default()[..], request].concat();
        match Request::from_bytes(&request).ok()?.query {
            Query::Run {
                instance, calls, ..
            } => Some(Prepared { instance, calls }),
            _ => None,
        }
    }

    /// Drops what is kept: it does not belong to the sequences that are drawn now.
    pub fn forget(&self) {
        // Another judge may have done so in the meantime.
        let _ = fs::remove_file(&self.file);
    }
}

impl Draft {
    /// Adds the next sequence with the answers of a submission, which were found right.
    pub fn push(&mut self, composition: &Composition, answers: Vec<Answer>, instance: u16) {
        let (request, reply) = match reply(composition, answers) {
            Some(reply) => (sent(composition, instance), reply),
            None => (vec![], vec![]),
        };
        for block in [request, reply] {
            let length = u32::try_from(block.len()).expect("a frame is shorter");
            self.bytes.extend(length.to_le_bytes());
            self.bytes.extend(block);
        }
    }

    /// Keeps them. That they cannot be written only costs time later.
    pub fn keep(self) {
        let write = || -> io::Result<()> {
            let folder = self.file.parent().unwrap_or(&self.file);
            fs::create_dir_all(folder)?;
            let mut new = tempfile::NamedTempFile::new_in(folder)?;
            new.write_all(blake3::hash(&self.bytes).as_bytes())?;
            new.write_all(&self.bytes)?;
            new.persist(&self.file)?;
            Ok(())
        };
        let _ = write();
    }
}

/// The request for a sequence without its nonce.
fn sent(composition: &Composition, instance: u16) -> Vec<u8> {
    let nonce = Nonce::default();
    let query = whole(&composition.prepared(instance));
    Request { nonce, query }.to_bytes().split_off(nonce.len())
}

/// The reply with these answers, without its nonce; `None` unless every call is answered.
fn reply(composition: &Composition, answers: Vec<Answer>) -> Option<Vec<u8>> {
    let returned = |answer: &Answer| matches!(answer, Answer::Returned(_));
    let whole = answers.len() == composition.calls.len() && answers.iter().all(returned);
    let finish = Finish::Dropped;
    let reply = Reply::Ran { answers, finish };
    let nonce = Nonce::default();
    whole.then(|| reply.to_bytes(&nonce).split_off(nonce.len()))
}

/// Where the bytes of the next block are.
fn block(bytes: &[u8], at: &mut usize) -> Option<Range<usize>> {
    let length = bytes.get(*at..)?.first_chunk::<4>()?;
    let begins = *at + 4;
    let ends = begins.checked_add(u32::from_le_bytes(*length) as usize)?;
    *at = ends;
    (ends <= bytes.len()).then_some(begins..ends)
}

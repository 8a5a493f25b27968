//! The glue: generated Rust between the driver and a submission, or a model.
//!
//! A submission's glue knows the contract and nothing else. It is compiled beside foreign
//! code, instantiates it, and is as hostile as that code is.

mod bounds;
mod candidate;
mod conversions;
mod generators;
mod handles;
mod model;
mod names;
mod probes;
mod submission;

pub use bounds::bound_at;
pub use candidate::candidate_crate;
pub use model::{contract_crate, model_glue};
pub use probes::probe_at;
pub use submission::{scenario_glue, submission_glue};

use camino::Utf8PathBuf;
use proc_macro2::TokenStream;
use std::collections::BTreeMap;

/// Generated source files by their path below the crate's folder.
pub type Sources = BTreeMap<Utf8PathBuf, String>;

/// Lays out generated tokens as a person would write them.
fn formatted(tokens: TokenStream) -> String {
    let file = syn::parse2(tokens).expect("generated tokens are a file");
    prettyplease::unparse(&file)
}

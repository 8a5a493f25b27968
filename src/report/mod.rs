//! Reports: the document, where it is kept, how it is shown.

pub mod document;
pub mod sanitise;

//! What loom says of a scenario, as the process that ran it says.

use super::{Malformed, Reader, Writer};

/// What a run on loom came to, beside its histories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecondOpinion {
    /// Executions that began.
    pub executions: u64,
    /// Histories that differed from each other.
    pub histories: u64,
    /// Whether that is all there are: no budget was used up, and nothing ended the run.
    pub is_exhaustive: bool,
    /// Whether an atomic was used as sequentially consistent, which loom takes for less: it
    /// may show what cannot happen.
    pub saw_seq_cst: bool,
    /// Why the run ended before its time.
    pub unsure: Option<Unsure>,
}

/// Why loom has no opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsure {
    /// It does not have this.
    Unsupported(String),
    /// It knows of no order between making an atomic, or taking it apart, and another access;
    /// in its words. References that are counted order such things, and it does not see them.
    Unordered(String),
    /// It failed, in these words.
    Broken(String),
}

impl SecondOpinion {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.number(self.executions);
        writer.number(self.histories);
        writer.byte(u8::from(self.is_exhaustive));
        writer.byte(u8::from(self.saw_seq_cst));
        let (kind, what) = match &self.unsure {
            None => (0, ""),
            Some(Unsure::Unsupported(what)) => (1, what.as_str()),
            Some(Unsure::Unordered(what)) => (2, what.as_str()),
            Some(Unsure::Broken(what)) => (3, what.as_str()),
        };
        writer.byte(kind);
        writer.text(what);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            executions: reader.number()?,
            histories: reader.number()?,
            is_exhaustive: reader.flag()?,
            saw_seq_cst: reader.flag()?,
            unsure: {
                let kind = reader.byte()?;
                let what = reader.text()?.to_owned();
                match kind {
                    0 => None,
                    1 => Some(Unsure::Unsupported(what)),
                    2 => Some(Unsure::Unordered(what)),
                    3 => Some(Unsure::Broken(what)),
                    _ => return Err(Malformed("why loom has no opinion")),
                }
            },
        })
    }
}

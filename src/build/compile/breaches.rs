//! What the glue's own questions say about a submission that they do not compile with.

use super::calls::Calls;
use crate::build::conformity::Breach;
use crate::build::diagnostics::Sources;
use crate::build::glue;
use crate::build::rustc::Outcome;
use camino::Utf8Path;

/// The file of the glue that asks rustc whether the contract is met.
const PROBES: &str = "probes.rs";

/// The file of the glue that asks rustc whether the types have the traits asked for.
const BOUNDS: &str = "bounds.rs";

impl Calls<'_> {
    /// The bounds that did not compile.
    pub(super) fn broken_bounds(
        &self,
        outcome: &Outcome,
        glue: &glue::Sources,
        sources: &Sources<'_>,
    ) -> Vec<Breach> {
        let conformity = self.conformity();
        let text = glue.get(Utf8Path::new(BOUNDS)).map_or("", String::as_str);
        let mut explained = vec![];
        let mut breaches = vec![];
        for raw in outcome.diagnostics.iter().filter(|raw| raw.is_error()) {
            let Some(span) = raw.primary().filter(|span| span.file_name == BOUNDS) else {
                continue;
            };
            let number = glue::bound_at(text, span.line_start as usize);
            let bound = number.and_then(|number| self.problem.bounds.get(number));
            let said = sources.report(std::slice::from_ref(raw)).kept;
            if let (Some(bound), Some(rustc)) = (bound, said.first())
                && !explained.contains(&bound)
            {
                explained.push(bound);
                breaches.push(conformity.explain_bound(bound, rustc));
            }
        }
        breaches
    }

    /// The ways in which the contract is not met, by the probes that did not compile.
    pub(super) fn breaches(
        &self,
        outcome: &Outcome,
        glue: &glue::Sources,
        sources: &Sources<'_>,
    ) -> Vec<Breach> {
        let conformity = self.conformity();
        let probes = glue.get(Utf8Path::new(PROBES)).map_or("", String::as_str);
        let mut explained = vec![];
        let mut breaches: Vec<Breach> = vec![];
        for raw in outcome.diagnostics.iter().filter(|raw| raw.is_error()) {
            let Some(span) = raw.primary().filter(|span| span.file_name == PROBES) else {
                continue;
            };
            let function = glue::probe_at(probes, span.line_start as usize);
            if explained.contains(&function) {
                continue;
            }
            explained.push(function);
            let said = sources.report(std::slice::from_ref(raw)).kept;
            let breach = said
                .first()
                .map(|rustc| conformity.explain(function, rustc))
                .filter(|breach| !breaches.contains(breach));
            breaches.extend(breach);
        }
        breaches
    }
}

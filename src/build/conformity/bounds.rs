//! Traits that the contract asks of its types, or forbids.

use super::{Breach, Conformity, Words};
use crate::problem::bound::Bound;
use crate::report::document::Diagnostic;

impl Conformity<'_> {
    /// Why a bound did not compile; `rustc` is what the compiler says of it.
    pub fn explain_bound(&self, bound: &Bound, rustc: &Diagnostic) -> Breach {
        let Bound {
            written,
            type_name,
            asked,
            ..
        } = bound;
        let survey = self.survey.as_ref();
        let found = survey.and_then(|survey| {
            let declared = survey.declared_name(type_name);
            let named = survey
                .types
                .iter()
                .filter(|found| found.name == *type_name || found.name == declared);
            named.min_by_key(|found| !survey.reaches(&found.name, &found.module))
        });
        let mut lines = vec![("asked for", bound.to_string())];
        let (message, summary, help) = if bound.forbidden {
            lines.push(("found", format!("{written}: {asked}")));
            (
                format!("the contract forbids that `{written}` is `{asked}`"),
                format!("`{written}` is `{asked}`"),
                match asked.as_str() {
                    "Sync" => {
                        "leave out the `impl`; if there is none, a field `PhantomData<Cell<()>>` takes it away"
                    }
                    "Send" => {
                        "leave out the `impl`; if there is none, a field `PhantomData<*const ()>` takes it away"
                    }
                    _ => "leave out the derive or `impl`",
                },
            )
        } else {
            lines.push(("rustc says", rustc.message.clone()));
            (
                format!("the contract asks that `{written}` is `{asked}`"),
                format!("`{written}` is not `{asked}`"),
                "implement it, or look which field is not; `cargo check` with a function that asks for it shows the field",
            )
        };
        Words {
            message,
            place: found.map(|found| &found.place),
            there: found.map_or("", |found| &found.header),
            lines,
            help: help.into(),
        }
        .breach(&summary)
    }
}

//! Functions and types that the contract asks for and the probes did not find.

use super::signature::{Difference, SignatureFact};
use super::survey::{BlockFact, FunctionFact, Survey};
use super::{Breach, Conformity, Words};
use crate::problem::contract::Function;
use crate::report::document::{Diagnostic, Place};

/// Names and signatures that are less alike than this have nothing to do with each other.
pub(super) const NEAR: f64 = 0.5;

/// How near something has to be that is not likely to be meant.
const NEARER: f64 = 0.75;

impl Conformity<'_> {
    /// Why a probe did not compile. `function` is the index of the contract's function that
    /// it probes; `None` if what failed was naming the contract's items. `rustc` is what
    /// the compiler says of it.
    pub fn explain(&self, function: Option<usize>, rustc: &Diagnostic) -> Breach {
        let function = function.and_then(|index| self.contract.functions.get(index));
        let Some(survey) = &self.survey else {
            return self.unexplained(function, None, rustc);
        };
        let types = self.contract.opaque_types.iter().filter(|ty| {
            function.is_none_or(|function| {
                let owner = function.implementation.as_ref();
                owner.is_some_and(|owner| owner.type_name == ty.name)
            })
        });
        for ty in types {
            if let Some(breach) = self.explain_type(ty, survey) {
                return breach;
            }
        }
        let Some(function) = function else {
            let given = self.given_items().into_iter().next();
            return given.unwrap_or_else(|| self.unexplained(None, None, rustc));
        };
        let asked = SignatureFact::of(
            &function.signature,
            function
                .implementation
                .as_ref()
                .map(|block| (&block.generics, &block.self_type)),
        );
        Search {
            conformity: self,
            survey,
            function,
            name: function.signature.ident.to_string(),
            owner: function
                .implementation
                .as_ref()
                .map(|block| survey.declared_name(&block.type_name)),
            asked,
        }
        .explain(rustc)
    }

    /// What can be said when the source gives no hint: what is asked for, and the first line
    /// of what the compiler says.
    fn unexplained(
        &self,
        function: Option<&Function>,
        found: Option<&FunctionFact>,
        rustc: &Diagnostic,
    ) -> Breach {
        let mut lines = Vec::new();
        if let Some(function) = function {
            lines.push((
                "asked for",
                format!("pub {}", super::one_line(&function.signature)),
            ));
        }
        if let Some(found) = found {
            lines.push(("found", text(found)));
        }
        lines.push(("rustc says", rustc.message.clone()));
        let name = function.map(|function| function.signature.ident.to_string());
        let message = match &name {
            Some(name) => format!("`{name}` is not what the contract asks for"),
            None => "the contract is not met".to_string(),
        };
        Words {
            message: message.clone(),
            place: found.map(|found| &found.place),
            there: "",
            lines,
            help: self.pointer(),
        }
        .breach(&message)
    }

    /// Where all signatures are to be seen.
    pub(super) fn pointer(&self) -> String {
        format!(
            "`greenroom show {} --contract` prints all signatures",
            self.slug
        )
    }
}

/// The search for one function of the contract.
struct Search<'a> {
    conformity: &'a Conformity<'a>,
    survey: &'a Survey,
    function: &'a Function,
    name: String,
    /// The type it belongs to, by the name it is declared with.
    owner: Option<&'a str>,
    asked: SignatureFact,
}

impl Search<'_> {
    fn explain(&self, rustc: &Diagnostic) -> Breach {
        let named = |function: &&&FunctionFact| function.name == self.name;
        let own: Vec<&FunctionFact> = self.candidates(false).collect();
        let best = own.iter().filter(named).min_by_key(|found| {
            let away = !self.survey.reaches(&found.name, &found.module);
            (away, self.asked.differences(&found.signature).len())
        });
        if let Some(found) = best {
            return self.unlike(found, rustc);
        }
        let inherited: Vec<&FunctionFact> = self.candidates(true).collect();
        if let Some(found) = inherited.iter().find(|function| named(function)) {
            return self.inherited(found);
        }
        if self.survey.macros {
            return self
                .conformity
                .unexplained(Some(self.function), None, rustc);
        }
        self.missing(&own)
    }

    /// The functions that belong to what the contract's function belongs to.
    fn candidates(&self, of_traits: bool) -> impl Iterator<Item = &FunctionFact> {
        self.survey.functions.iter().filter(move |function| {
            let block = self.survey.block(function);
            let owner = block.map(|block| block.owner.as_str());
            let implements = block.is_some_and(|block| block.implements.is_some());
            owner == self.owner && implements == of_traits
        })
    }

    /// There is one of that name.
    fn unlike(&self, found: &FunctionFact, rustc: &Diagnostic) -> Breach {
        let name = &self.name;
        let differences = self.asked.differences(&found.signature);
        if found.block.is_none() && !self.survey.reaches(name, &found.module) {
            let path = found.module.join("::");
            let advice = format!("add `pub use {path}::{name};` to the root module");
            return self.found(
                "the contract's function is not at the root of the crate",
                found,
                Difference {
                    part: String::new(),
                    advice,
                },
                &format!("`{name}` is not at the root of the crate"),
            );
        }
        if differences.is_empty() {
            if found.visibility == "pub" {
                return self
                    .conformity
                    .unexplained(Some(self.function), Some(found), rustc);
            }
            return self.found(
                &format!("the contract's {} is not `pub`", self.kind()),
                found,
                Difference {
                    part: String::new(),
                    advice: "make it `pub`".into(),
                },
                &format!("`{name}` is not `pub`"),
            );
        }
        let mut fixes = Self::publish(found);
        fixes.extend(differences.iter().map(|it| it.advice.clone()));
        let advice = joined(&fixes);
        let parts: Vec<&str> = differences.iter().map(|it| it.part.as_str()).collect();
        self.found(
            "the contract asks for another signature",
            found,
            Difference {
                part: parts.join(", "),
                advice,
            },
            &format!("`{name}` has another signature"),
        )
    }

    /// A trait has it, and the type itself has not.
    fn inherited(&self, found: &FunctionFact) -> Breach {
        self.found(
            "the contract asks for a method of the type itself",
            found,
            Difference {
                part: String::new(),
                advice: "move it into an `impl` block without a trait, and make it `pub`".into(),
            },
            &format!("`{}` is a method of a trait", self.name),
        )
    }

    fn found(
        &self,
        message: &str,
        found: &FunctionFact,
        difference: Difference,
        summary: &str,
    ) -> Breach {
        let mut lines = vec![
            ("asked for", format!("pub {}", self.asked.text)),
            ("found", text(found)),
        ];
        if !difference.part.is_empty() {
            lines.push(("differs in", difference.part));
        }
        Words {
            message: message.into(),
            place: Some(&found.place),
            there: header(self.survey.block(found)),
            lines,
            help: format!("{}; {}", difference.advice, self.conformity.pointer()),
        }
        .breach(summary)
    }

    fn missing(&self, own: &[&FunctionFact]) -> Breach {
        let free = || {
            own.iter()
                .copied()
                .filter(|found| !self.is_asked_for(&found.name))
        };
        let nearness = |found: &FunctionFact| self.nearness(found);
        let public = free().filter(|found| found.visibility == "pub");
        // A private function is rather a helper than the one that is meant.
        let nearest = nearest(public, NEAR, nearness).or_else(|| nearest(free(), NEARER, nearness));
        let block = nearest
            .and_then(|found| self.survey.block(found))
            .or_else(|| self.first_block());
        let mut words = Words {
            message: format!("the contract asks for a {} that is not there", self.kind()),
            place: self.place(block, nearest),
            there: header(block),
            lines: vec![("asked for", format!("pub {}", self.asked.text))],
            help: format!("add it; {}", self.conformity.pointer()),
        };
        if let Some(found) = nearest {
            words
                .lines
                .push(("found", format!("{}      (nearest name)", text(found))));
            let mut fixes = vec!["rename it".to_string()];
            fixes.extend(Self::publish(found));
            let differences = self.asked.differences(&found.signature);
            fixes.extend(differences.into_iter().map(|it| it.advice));
            words.help = format!("{}; {}", joined(&fixes), self.conformity.pointer());
        }
        words.breach(&format!("`{}` is missing", self.name))
    }

    /// Whether the contract asks for a function of that name in the same place.
    fn is_asked_for(&self, name: &str) -> bool {
        let place = |function: &'_ Function| {
            let block = function.implementation.as_ref();
            block.map(|block| block.type_name.clone())
        };
        let mut functions = self.conformity.contract.functions.iter();
        functions.any(|it| it.signature.ident == name && place(it) == place(self.function))
    }

    fn nearness(&self, found: &FunctionFact) -> f64 {
        let names = strsim::jaro_winkler(&found.name, &self.name);
        let signatures = self.asked.likeness(&found.signature);
        (names + signatures) / 2.0
    }

    /// What to do so that others can call it.
    fn publish(found: &FunctionFact) -> Vec<String> {
        let private = found.visibility != "pub";
        private
            .then(|| "make it `pub`".to_string())
            .into_iter()
            .collect()
    }

    fn kind(&self) -> &'static str {
        if self.function.implementation.is_some() {
            "method"
        } else {
            "function"
        }
    }

    fn first_block(&self) -> Option<&BlockFact> {
        let mut blocks = self.survey.blocks.iter();
        blocks.find(|block| Some(block.owner.as_str()) == self.owner && block.implements.is_none())
    }

    fn place<'a>(
        &'a self,
        block: Option<&'a BlockFact>,
        found: Option<&'a FunctionFact>,
    ) -> Option<&'a Place> {
        let declared = || {
            let mut types = self.survey.types.iter();
            types.find(|ty| Some(ty.name.as_str()) == self.owner)
        };
        block
            .map(|block| &block.place)
            .or_else(|| found.map(|found| &found.place))
            .or_else(|| declared().map(|ty| &ty.place))
    }
}

fn header(block: Option<&BlockFact>) -> &str {
    block.map_or("", |block| block.header.as_str())
}

fn text(function: &FunctionFact) -> String {
    format!("{} {}", function.visibility, function.signature.text)
        .trim()
        .to_string()
}

/// "a, and b": advice reads as one sentence.
fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

/// The one that is nearest, if any is at least that near.
pub(super) fn nearest<'a, T: 'a>(
    all: impl IntoIterator<Item = &'a T>,
    least: f64,
    nearness: impl Fn(&T) -> f64,
) -> Option<&'a T> {
    all.into_iter()
        .map(|one| (nearness(one), one))
        .filter(|(near, _)| *near >= least)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, one)| one)
}

//! The problems that a worker has read.

use super::find::Solution;
use crate::error::UserError;
use crate::problem::Problem;
use crate::problem::catalogue::Catalogue;
use crate::problem::parsed;
use std::collections::BTreeMap;

/// The parser remembers every text that it has read, submissions among them. After as many
/// uses it is made to forget them, and the problems are read anew: few enough to keep memory
/// flat, and so many that reading costs nothing beside judging.
const USES: usize = 50;

/// What a worker has read already.
#[derive(Default)]
pub struct Problems {
    read: BTreeMap<(String, Option<u32>), Result<Problem, UserError>>,
    uses: usize,
}

impl Problems {
    /// That of a solution.
    ///
    /// # Errors
    /// A stage that the problem lacks; packages were found valid before.
    pub fn of(
        &mut self,
        catalogue: &Catalogue,
        solution: &Solution,
    ) -> Result<&Problem, UserError> {
        if self.uses == USES {
            *self = Self::default();
            parsed::forget();
        }
        self.uses += 1;
        let key = (solution.problem.clone(), solution.stage);
        let read = || catalogue.load(&solution.problem, solution.stage);
        let problem = self.read.entry(key).or_insert_with(read);
        problem.as_ref().map_err(Clone::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::conformity::Conformity;
    use crate::build::glue::submission_glue;
    use crate::submission::Submission;
    use camino::Utf8PathBuf;

    fn solution() -> Solution {
        Solution {
            owner: "a".into(),
            problem: "single-flight".into(),
            stage: None,
            path: Utf8PathBuf::from("a.rs"),
            unheeded: vec![],
            fault: None,
        }
    }

    #[test]
    fn what_the_parser_remembers_does_not_grow_with_the_submissions() {
        let catalogue = Catalogue::new(&[]).unwrap();
        let solution = solution();
        let mut problems = Problems::default();
        parsed::forget();
        problems.of(&catalogue, &solution).unwrap();
        let first = parsed::place();
        for _ in 1..USES {
            problems.of(&catalogue, &solution).unwrap();
            assert_ne!(parsed::place(), first, "forgotten while it is in use");
        }
        problems.of(&catalogue, &solution).unwrap();
        assert_eq!(parsed::place(), first, "all that came before is remembered");
    }

    #[test]
    fn a_problem_that_is_read_anew_is_as_good() {
        let catalogue = Catalogue::new(&[]).unwrap();
        let solution = solution();
        let files = [("a.rs".into(), "pub struct Flight;".to_owned())].into();
        let submission = Submission::from_files("a.rs", files, "a.rs".into());
        let mut problems = Problems::default();
        for _ in 0..=2 * USES {
            let problem = problems.of(&catalogue, &solution).unwrap();
            let conformity = Conformity::new(&problem.slug, &problem.contract, &submission);
            assert!(!conformity.given_items().is_empty());
            assert!(!submission_glue(problem).is_empty());
        }
    }
}

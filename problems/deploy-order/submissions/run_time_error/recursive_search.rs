//! Searches depth first by recursion: a long chain of needs overflows the stack.
//! by: case "200,000 services in a chain, the top one listed first"
//! reason: stack_overflow
use std::collections::HashMap;

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

#[derive(Clone, Copy)]
enum State {
    New,
    OnPath,
    /// With the number of its wave.
    Placed(usize),
}

struct Search<'a> {
    deps: &'a [(&'a str, &'a [&'a str])],
    numbers: HashMap<&'a str, usize>,
    states: Vec<State>,
    path: Vec<usize>,
}

impl Search<'_> {
    /// Answers the wave of the service.
    fn place(&mut self, service: usize) -> Result<usize, PlanError> {
        match self.states[service] {
            State::Placed(wave) => return Ok(wave),
            State::OnPath => {
                let cycle = self.path.iter().skip_while(|&&earlier| earlier != service);
                let names = cycle.map(|&service| self.deps[service].0.to_string());
                return Err(PlanError::Cycle(names.collect()));
            }
            State::New => {}
        }
        self.states[service] = State::OnPath;
        self.path.push(service);
        let mut wave = 0;
        for need in self.deps[service].1 {
            wave = wave.max(self.place(self.numbers[need])? + 1);
        }
        self.path.pop();
        self.states[service] = State::Placed(wave);
        Ok(wave)
    }
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let numbers: HashMap<&str, usize> = deps.iter().map(|(service, _)| *service).zip(0..).collect();
    for (service, needs) in deps {
        if let Some(need) = needs.iter().find(|need| !numbers.contains_key(*need)) {
            return Err(PlanError::Unknown {
                service: service.to_string(),
                needs: need.to_string(),
            });
        }
    }

    let mut search = Search {
        deps,
        numbers,
        states: vec![State::New; deps.len()],
        path: vec![],
    };
    let mut plan: Vec<Vec<String>> = vec![];
    for service in 0..deps.len() {
        let wave = search.place(service)?;
        if plan.len() <= wave {
            plan.resize(wave + 1, vec![]);
        }
        plan[wave].push(deps[service].0.to_string());
    }
    for wave in &mut plan {
        wave.sort_unstable();
    }
    Ok(plan)
}

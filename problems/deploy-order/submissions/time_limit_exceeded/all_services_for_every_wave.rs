//! Every wave is found by looking at all services for those without open needs.
//! reason: cpu_time
//! also: complexity_exceeded
use std::collections::HashMap;

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

/// The services as numbers, in the order they are listed.
struct Graph<'a> {
    names: Vec<&'a str>,
    needs: Vec<Vec<usize>>,
    needed_by: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    fn new(deps: &[(&'a str, &[&str])]) -> Result<Self, PlanError> {
        let names: Vec<&str> = deps.iter().map(|(service, _)| *service).collect();
        let numbers: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
        let mut needs_of = vec![vec![]; deps.len()];
        let mut needed_by = vec![vec![]; deps.len()];
        for (number, (service, needs)) in deps.iter().enumerate() {
            for need in *needs {
                let Some(&needed) = numbers.get(need) else {
                    return Err(PlanError::Unknown {
                        service: service.to_string(),
                        needs: need.to_string(),
                    });
                };
                // A need that is written twice is counted twice, up here and down there.
                needs_of[number].push(needed);
                needed_by[needed].push(number);
            }
        }
        Ok(Self {
            names,
            needs: needs_of,
            needed_by,
        })
    }

    /// Every service that is still waiting waits for another such service, so a
    /// walk from one to the next can never end: it must come back to where it
    /// has been, and the way from there is the cycle.
    fn cycle(&self, open: &[usize]) -> Vec<String> {
        let is_waiting = |service: usize| open[service] > 0;
        let mut path = vec![];
        let mut place_in_path = vec![None; self.names.len()];
        let mut service = (0..self.names.len())
            .find(|&service| is_waiting(service))
            .expect("a service is left over");
        let start = loop {
            if let Some(place) = place_in_path[service] {
                break place;
            }
            place_in_path[service] = Some(path.len());
            path.push(self.names[service].to_string());
            service = *self.needs[service]
                .iter()
                .find(|&&need| is_waiting(need))
                .expect("a service waits for one that waits");
        };
        path.split_off(start)
    }
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let graph = Graph::new(deps)?;
    let mut open: Vec<usize> = graph.needs.iter().map(Vec::len).collect();
    let mut deployed = vec![false; deps.len()];
    let mut plan = vec![];
    loop {
        let wave: Vec<usize> = (0..deps.len())
            .filter(|&service| open[service] == 0 && !deployed[service])
            .collect();
        if wave.is_empty() {
            break;
        }
        for &service in &wave {
            deployed[service] = true;
            for &user in &graph.needed_by[service] {
                open[user] -= 1;
            }
        }
        let mut names: Vec<String> = wave
            .iter()
            .map(|&service| graph.names[service].to_string())
            .collect();
        names.sort_unstable();
        plan.push(names);
    }
    if deployed.iter().all(|&deployed| deployed) {
        Ok(plan)
    } else {
        Err(PlanError::Cycle(graph.cycle(&open)))
    }
}

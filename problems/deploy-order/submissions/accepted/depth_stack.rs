//! Walks down the needs depth first, with a stack of its own: a service's wave
//! comes right after the last wave of its needs.
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
    /// On the path from where the search began to where it is now.
    OnPath,
    /// With the number of its wave.
    Placed(usize),
}

/// A service on the path, and how far its needs have been looked at.
struct Step {
    service: usize,
    next_need: usize,
    /// The earliest wave that the needs so far allow.
    wave: usize,
}

impl Step {
    fn new(service: usize) -> Self {
        Self {
            service,
            next_need: 0,
            wave: 0,
        }
    }
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let needs = numbered_needs(deps)?;
    let wave_of = place(&needs).map_err(|cycle| {
        let names = cycle.iter().map(|&service| deps[service].0.to_string());
        PlanError::Cycle(names.collect())
    })?;

    // In the order of names, so that every wave is sorted when it is full.
    let mut services: Vec<usize> = (0..deps.len()).collect();
    services.sort_unstable_by_key(|&service| deps[service].0);
    let count = wave_of.iter().max().map_or(0, |last| last + 1);
    let mut plan = vec![vec![]; count];
    for service in services {
        plan[wave_of[service]].push(deps[service].0.to_string());
    }
    Ok(plan)
}

/// The needs of every service as places in `deps`.
fn numbered_needs(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<usize>>, PlanError> {
    let names = deps.iter().map(|(service, _)| *service);
    let numbers: HashMap<&str, usize> = names.zip(0..).collect();
    let number = |service: &str, need: &str| {
        numbers
            .get(need)
            .copied()
            .ok_or_else(|| PlanError::Unknown {
                service: service.to_string(),
                needs: need.to_string(),
            })
    };
    deps.iter()
        .map(|(service, needs)| needs.iter().map(|need| number(service, need)).collect())
        .collect()
}

/// The wave of every service, or else a cycle.
fn place(needs: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut states = vec![State::New; needs.len()];
    let mut path: Vec<Step> = vec![];
    for root in 0..needs.len() {
        if let State::New = states[root] {
            states[root] = State::OnPath;
            path.push(Step::new(root));
        }
        while let Some(step) = path.last_mut() {
            let Some(&need) = needs[step.service].get(step.next_need) else {
                states[step.service] = State::Placed(step.wave);
                path.pop();
                continue;
            };
            match states[need] {
                // The step stays at this need, and sees it again when it is placed.
                State::New => {
                    states[need] = State::OnPath;
                    path.push(Step::new(need));
                }
                State::OnPath => {
                    let services = path.iter().map(|step| step.service);
                    return Err(services.skip_while(|&service| service != need).collect());
                }
                State::Placed(wave) => {
                    step.wave = step.wave.max(wave + 1);
                    step.next_need += 1;
                }
            }
        }
    }
    let waves = states.iter().map(|state| match state {
        State::Placed(wave) => *wave,
        State::New | State::OnPath => unreachable!("every service was a root or placed before"),
    });
    Ok(waves.collect())
}

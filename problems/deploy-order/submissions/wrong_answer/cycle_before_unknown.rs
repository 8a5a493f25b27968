//! Looks a need up when the search comes to it, so a cycle that is met earlier
//! hides an unknown need.
//! by: case "an unknown need is reported before a cycle"
use std::collections::HashMap;

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnPath,
    Done,
}

/// A service, and how many of its needs have been looked at.
struct Step {
    service: usize,
    next_need: usize,
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let numbers: HashMap<&str, usize> = deps.iter().map(|(service, _)| *service).zip(0..).collect();

    let mut states = vec![State::New; deps.len()];
    let mut wave_of = vec![0; deps.len()];
    let mut path: Vec<Step> = vec![];
    for root in 0..deps.len() {
        if states[root] == State::New {
            states[root] = State::OnPath;
            path.push(Step {
                service: root,
                next_need: 0,
            });
        }
        while let Some(step) = path.last_mut() {
            let service = step.service;
            let Some(need) = deps[service].1.get(step.next_need) else {
                states[service] = State::Done;
                path.pop();
                continue;
            };
            let Some(&need) = numbers.get(need) else {
                return Err(PlanError::Unknown {
                    service: deps[service].0.to_string(),
                    needs: need.to_string(),
                });
            };
            match states[need] {
                State::New => {
                    states[need] = State::OnPath;
                    path.push(Step {
                        service: need,
                        next_need: 0,
                    });
                }
                State::OnPath => {
                    let cycle = path.iter().skip_while(|step| step.service != need);
                    let names = cycle.map(|step| deps[step.service].0.to_string());
                    return Err(PlanError::Cycle(names.collect()));
                }
                State::Done => {
                    wave_of[service] = wave_of[service].max(wave_of[need] + 1);
                    step.next_need += 1;
                }
            }
        }
    }

    let count = wave_of.iter().max().map_or(0, |last| last + 1);
    let mut plan = vec![vec![]; count];
    for (service, wave) in wave_of.into_iter().enumerate() {
        plan[wave].push(deps[service].0.to_string());
    }
    for wave in &mut plan {
        wave.sort_unstable();
    }
    Ok(plan)
}

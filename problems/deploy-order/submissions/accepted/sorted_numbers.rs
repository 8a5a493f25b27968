//! Numbers the services in the order of their names, so that sorting numbers
//! sorts names. Edges are one sorted list, and all waves are slices of one queue.
use std::ops::Range;

/// Why there is no plan.
#[derive(Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Each of these services needs the next one, and the last needs the first.
    Cycle(Vec<String>),
    /// `service` is listed and needs `needs`, which is not.
    Unknown { service: String, needs: String },
}

pub fn waves(deps: &[(&str, &[&str])]) -> Result<Vec<Vec<String>>, PlanError> {
    let mut services = deps.to_vec();
    services.sort_unstable_by_key(|(name, _)| *name);
    let edges = edges(&services)?;

    let mut open = vec![0; services.len()];
    for &(_, user) in &edges {
        open[user] += 1;
    }

    // Grows by a wave at a time; what is before `wave` is in the plan already.
    let mut queue: Vec<usize> = (0..services.len())
        .filter(|&service| open[service] == 0)
        .collect();
    let mut wave = 0..queue.len();
    let mut plan = vec![];
    while !wave.is_empty() {
        plan.push(names(&services, &queue[wave.clone()]));
        for at in wave.clone() {
            for &(_, user) in &edges[edges_from(&edges, queue[at])] {
                open[user] -= 1;
                if open[user] == 0 {
                    queue.push(user);
                }
            }
        }
        wave = wave.end..queue.len();
        queue[wave.clone()].sort_unstable();
    }

    if queue.len() == services.len() {
        Ok(plan)
    } else {
        Err(PlanError::Cycle(names(&services, &cycle(&edges, &open))))
    }
}

/// Pairs of a need and a service that has it, sorted, each pair once.
fn edges(services: &[(&str, &[&str])]) -> Result<Vec<(usize, usize)>, PlanError> {
    let mut edges = vec![];
    for (user, (service, needs)) in services.iter().enumerate() {
        for need in *needs {
            match services.binary_search_by_key(need, |(name, _)| *name) {
                Ok(need) => edges.push((need, user)),
                Err(_) => {
                    return Err(PlanError::Unknown {
                        service: service.to_string(),
                        needs: need.to_string(),
                    });
                }
            }
        }
    }
    edges.sort_unstable();
    edges.dedup();
    Ok(edges)
}

fn edges_from(edges: &[(usize, usize)], need: usize) -> Range<usize> {
    let start = edges.partition_point(|edge| edge.0 < need);
    let end = edges.partition_point(|edge| edge.0 <= need);
    start..end
}

/// Of the services with open needs, each one picks one open need to follow. Who
/// follows for as many steps as there are services has left every tail behind
/// and goes round in a cycle.
fn cycle(edges: &[(usize, usize)], open: &[usize]) -> Vec<usize> {
    let mut followed = vec![None; open.len()];
    for &(need, user) in edges {
        if open[need] > 0 {
            followed[user] = Some(need);
        }
    }
    let follow =
        |service: usize| followed[service].expect("only services with open needs are left");

    let left_over = open.iter().position(|&open| open > 0);
    let mut first = left_over.expect("there is a cycle");
    for _ in 0..open.len() {
        first = follow(first);
    }
    let mut cycle = vec![first];
    let mut service = follow(first);
    while service != first {
        cycle.push(service);
        service = follow(service);
    }
    cycle
}

fn names(services: &[(&str, &[&str])], numbers: &[usize]) -> Vec<String> {
    numbers
        .iter()
        .map(|&number| services[number].0.to_string())
        .collect()
}

//! A plot in text: what a step costs by size, both on logarithmic axes as far as rows
//! allow it.

use crate::report::figures::{GrowthFigures, GrowthPoint};
use crate::report::render::Style;
use crate::report::words::{grouped, nanoseconds};

/// The widest plot, in columns.
const WIDEST: usize = 48;

/// One row for each size, with a mark where its cost is; empty if there is nothing to see.
pub fn render(figures: &GrowthFigures, style: Style) -> String {
    let points = &figures.points;
    let costs = || {
        points
            .iter()
            .flat_map(|point| [Some(point.cpu_ns), point.reference_cpu_ns])
    };
    let finite = |cost: &f64| cost.is_finite() && *cost > 0.0;
    let least = costs().flatten().filter(finite).reduce(f64::min);
    let most = costs().flatten().filter(finite).reduce(f64::max);
    let (Some(least), Some(most)) = (least, most) else {
        return String::new();
    };
    let sizes: Vec<String> = points.iter().map(|point| grouped(point.size)).collect();
    let digits = sizes.iter().map(String::len).max().unwrap_or(0).max(4);
    let numbers: Vec<String> = points
        .iter()
        .map(|point| nanoseconds(point.cpu_ns))
        .collect();
    let longest = numbers.iter().map(String::len).max().unwrap_or(0);
    let room = style.width.saturating_sub(digits + longest + 8);
    let width = room.clamp(8, WIDEST);
    // A column is the same factor everywhere; a flat line must not fill the plot.
    let span = (most / least).ln().max(std::f64::consts::LN_10);
    let column = |cost: f64| {
        let share = (cost.max(least) / least).ln() / span;
        ((share * (width - 1) as f64).round() as usize).min(width - 1)
    };
    let legend = if points.iter().any(|point| point.reference_cpu_ns.is_some()) {
        "CPU time of a step, on a logarithmic scale: * this one, o the reference"
    } else {
        "CPU time of a step, on a logarithmic scale"
    };
    let mut text = String::new();
    for line in super::layout::words(legend, style.width - 2) {
        text.push_str(&format!("  {line}\n"));
    }
    text.push_str(&format!("  {:>digits$}\n", "size"));
    for (
        index,
        GrowthPoint {
            cpu_ns,
            reference_cpu_ns,
            ..
        },
    ) in points.iter().enumerate()
    {
        let mut row = vec![' '; width];
        if let Some(reference) = reference_cpu_ns {
            row[column(*reference)] = 'o';
        }
        row[column(*cpu_ns)] = '*';
        let row: String = row.into_iter().collect();
        let (size, number) = (&sizes[index], &numbers[index]);
        text.push_str(&format!("  {size:>digits$} |{row}| {number:>longest$}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::SlopeFigures;

    fn figures(costs: [(u64, f64, Option<f64>); 4]) -> GrowthFigures {
        let slope = SlopeFigures {
            estimate: 0.9,
            low: 0.8,
            high: 1.0,
        };
        GrowthFigures {
            points: costs
                .map(|(size, cpu_ns, reference_cpu_ns)| GrowthPoint {
                    size,
                    cpu_ns,
                    reference_cpu_ns,
                    allocations: 0.0,
                    peak_bytes: 0,
                })
                .into(),
            slope,
            reference: None,
            max_slope: 0.6,
            ratio: None,
            rounds: 5,
        }
    }

    #[test]
    fn a_linear_cost_is_a_line_beside_a_flat_reference() {
        let figures = figures([
            (512, 90.0, Some(61.0)),
            (2_048, 310.0, Some(66.0)),
            (8_192, 1_200.0, Some(70.0)),
            (32_768, 4_900.0, Some(83.0)),
        ]);
        insta::assert_snapshot!(render(&figures, Style::PLAIN));
    }

    #[test]
    fn a_flat_cost_stays_at_the_left() {
        let figures = figures([512, 2_048, 8_192, 32_768].map(|size| (size, 80.0, None)));
        insta::assert_snapshot!(render(&figures, Style::PLAIN));
    }

    #[test]
    fn a_narrow_terminal_gets_a_narrow_plot() {
        let figures = figures([512, 2_048, 8_192, 32_768].map(|size| (size, size as f64, None)));
        let narrow = Style {
            width: 40,
            ..Style::PLAIN
        };
        let plot = render(&figures, narrow);
        assert!(plot.lines().all(|line| line.len() <= 40), "{plot}");
    }
}

//! How cost grows with the size, drawn: both on logarithmic axes, beside the reference.

use crate::report::figures::{GrowthFigures, SlopeFigures};
use crate::report::words::{grouped, nanoseconds};

/// The picture's size and where its axes are, in units of its own.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 470.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 216.0;

/// A drawing, with the numbers that it is made of.
pub struct Plot {
    /// An `svg` element of numbers and our own words alone; empty if there are too few
    /// points to draw.
    pub svg: String,
    /// In words what is to be seen.
    pub caption: String,
    /// Size, cost and the reference's cost.
    pub rows: Vec<[String; 3]>,
}

/// A point that can be drawn: nothing says that a process tells sensible numbers.
type Point = (f64, f64);

impl Plot {
    /// Draws the figures.
    pub fn new(figures: &GrowthFigures) -> Self {
        let points = |cost: &dyn Fn(usize) -> Option<f64>| -> Vec<Point> {
            let sizes = figures.points.iter().enumerate();
            sizes
                .filter_map(|(index, point)| Some((point.size as f64, cost(index)?)))
                .filter(|(size, cost)| *size >= 1.0 && (1e-3..1e18).contains(cost))
                .map(|(size, cost)| (size.log10(), cost.log10()))
                .collect()
        };
        let own = points(&|index| Some(figures.points[index].cpu_ns));
        let reference = points(&|index| figures.points[index].reference_cpu_ns);
        Self {
            svg: draw(&own, &reference).unwrap_or_default(),
            caption: caption(figures),
            rows: figures
                .points
                .iter()
                .map(|point| {
                    let reference = point.reference_cpu_ns.map(nanoseconds);
                    [
                        grouped(point.size),
                        nanoseconds(point.cpu_ns),
                        reference.unwrap_or_else(|| "-".into()),
                    ]
                })
                .collect(),
        }
    }
}

fn caption(figures: &GrowthFigures) -> String {
    let slope = |slope: &SlopeFigures| {
        let SlopeFigures {
            estimate,
            low,
            high,
        } = slope;
        format!("{estimate:.2} ({low:.2} to {high:.2})")
    };
    let reference = figures.reference.as_ref().map_or_else(String::new, |own| {
        format!(", that of the reference {}", slope(own))
    });
    let (own, limit) = (slope(&figures.slope), figures.max_slope);
    format!("Slope {own}{reference}; allowed is {limit:.2}. 0 is constant, 1 linear.")
}

/// From logarithms to places in the picture.
struct Axes {
    x: (f64, f64),
    y: (f64, f64),
}

impl Axes {
    fn x(&self, value: f64) -> f64 {
        LEFT + (value - self.x.0) / (self.x.1 - self.x.0) * (RIGHT - LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (value - self.y.0) / (self.y.1 - self.y.0) * (BOTTOM - TOP)
    }
}

fn draw(own: &[Point], reference: &[Point]) -> Option<String> {
    let all = || own.iter().chain(reference).copied();
    let (sizes, costs) = (|| all().map(|point| point.0), || all().map(|point| point.1));
    let axes = Axes {
        x: (sizes().reduce(f64::min)?, sizes().reduce(f64::max)?),
        // Whole powers of ten, so that a flat line does not look steep.
        y: (
            costs().reduce(f64::min)?.floor(),
            costs().reduce(f64::max)?.floor() + 1.0,
        ),
    };
    if own.len() < 2 || axes.x.0 >= axes.x.1 {
        return None;
    }
    let mut svg = format!(
        "<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"CPU time of a step by size, both on logarithmic axes; the numbers are in the table below\">"
    );
    let (mut power, last) = (axes.y.0 as i32, axes.y.1 as i32);
    // A label each for no more than about six powers.
    let step = ((last - power) / 6).max(1);
    while power <= last {
        let y = axes.y(f64::from(power));
        let label = nanoseconds(10_f64.powi(power));
        svg.push_str(&format!(
            "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 6.0,
            y + 4.0
        ));
        power += step;
    }
    let labelled = own.len().div_ceil(6);
    for (index, (size, _)) in own.iter().enumerate() {
        if !index.is_multiple_of(labelled) && index + 1 != own.len() {
            continue;
        }
        let anchor = if index + 1 == own.len() {
            "end"
        } else {
            "middle"
        };
        svg.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{:.0}</text>",
            axes.x(*size),
            BOTTOM + 16.0,
            10_f64.powf(*size)
        ));
    }
    svg.push_str(&line("reference", reference, &axes));
    svg.push_str(&line("own", own, &axes));
    let legend = HEIGHT - 10.0;
    svg.push_str(&format!(
        "<path class=\"own\" d=\"M{LEFT} {:.1}h28\"/><text x=\"{:.1}\" y=\"{legend}\">the submission</text>",
        legend - 4.0,
        LEFT + 34.0
    ));
    if !reference.is_empty() {
        let from = LEFT + 170.0;
        svg.push_str(&format!(
            "<path class=\"reference\" d=\"M{from} {:.1}h28\"/><text x=\"{:.1}\" y=\"{legend}\">the reference</text>",
            legend - 4.0,
            from + 34.0
        ));
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// A line through the points, with a mark on each of them.
fn line(class: &str, points: &[Point], axes: &Axes) -> String {
    let places: Vec<(f64, f64)> = points
        .iter()
        .map(|(x, y)| (axes.x(*x), axes.y(*y)))
        .collect();
    let mut path = String::new();
    for (index, (x, y)) in places.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        path.push_str(&format!("{command}{x:.1} {y:.1}"));
    }
    let mut svg = format!("<path class=\"{class}\" d=\"{path}\"/>");
    for (x, y) in places {
        svg.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>"
        ));
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::GrowthPoint;

    fn figures(costs: &[(u64, f64, Option<f64>)]) -> GrowthFigures {
        let slope = SlopeFigures {
            estimate: 1.02,
            low: 0.97,
            high: 1.08,
        };
        let point = |(size, cpu_ns, reference_cpu_ns): &(u64, f64, Option<f64>)| GrowthPoint {
            size: *size,
            cpu_ns: *cpu_ns,
            reference_cpu_ns: *reference_cpu_ns,
            allocations: 0.0,
            peak_bytes: 0,
        };
        GrowthFigures {
            points: costs.iter().map(point).collect(),
            slope,
            reference: None,
            max_slope: 0.6,
            ratio: None,
            rounds: 5,
        }
    }

    #[test]
    fn what_costs_ten_times_as_much_is_a_power_higher() {
        let plot = Plot::new(&figures(&[(10, 10.0, None), (100, 100.0, None)]));
        assert!(
            plot.svg
                .contains("<path class=\"own\" d=\"M64.0 216.0L470.0 114.0\"/>"),
            "{}",
            plot.svg
        );
        assert_eq!(plot.rows[1], ["100", "100 ns", "-"]);
        assert!(
            plot.caption
                .starts_with("Slope 1.02 (0.97 to 1.08); allowed is 0.60.")
        );
    }

    #[test]
    fn the_reference_is_drawn_beside_it() {
        let plot = Plot::new(&figures(&[(10, 10.0, Some(2e3)), (100, 100.0, Some(3e3))]));
        assert_eq!(plot.svg.matches("<circle class=\"reference\"").count(), 2);
        assert_eq!(plot.rows[0], ["10", "10 ns", "2.0 us"]);
    }

    #[test]
    fn numbers_that_make_no_sense_are_not_drawn() {
        for costs in [
            vec![],
            vec![(10, 10.0, None)],
            vec![(10, 10.0, None), (10, 20.0, None)],
            vec![(10, 0.0, None), (0, 5.0, None), (20, f64::INFINITY, None)],
            vec![(10, f64::NAN, None), (20, -1.0, None)],
        ] {
            assert_eq!(Plot::new(&figures(&costs)).svg, "");
        }
    }
}

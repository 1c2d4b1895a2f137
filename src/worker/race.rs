//! A race: the run's own network on every processor, from its own weights, and then networks of
//! other widths.

use super::contest::{Contest, Turn};
use super::lane::Accelerator;
use crate::engine::config::{Config, limits};
use crate::engine::error::Result;
use crate::engine::layer::Layer;
use crate::engine::trainer::{Means, Progress, Trainer};
use crate::protocol::{Processor, Race, Runner};

/// How long the network itself is raced, in ms of all processors together.
const TRACK: f64 = 3000.0;
/// How long each width is.
const WIDTH: f64 = 250.0;
/// Turns that a width takes at least, unless one of them takes longer than this, in ms: then one
/// must do, and wider networks are left out.
const TURNS: usize = 3;
/// See [`TURNS`].
const SLOW: f64 = 2000.0;
/// Widths of the hidden layers.
const WIDTHS: [usize; 8] = [2, 4, 8, 16, 32, 64, 128, 256];
/// The processors that are no accelerator.
const CPUS: [Processor; 2] = [Processor::Cpu, Processor::Cpu64];

/// A race under way.
pub struct Racing {
    config: Config,
    means: Means,
    contest: Contest,
    /// How many of [`WIDTHS`] are done; `None` on the network itself.
    width: Option<usize>,
    runners: Vec<Runner>,
    epochs: f64,
    widths: Vec<(usize, Vec<f64>)>,
    began: f64,
}

/// What a race wants next.
pub enum Step {
    /// As [`Turn`] has it.
    Turn(Turn),
    /// It is over.
    Done,
}

impl Racing {
    /// A race from where a run stands.
    ///
    /// # Errors
    /// Where the network does not fit a processor.
    pub fn new(
        config: &Config,
        progress: &Progress,
        means: &Means,
        accelerator: Option<&dyn Accelerator>,
        now: f64,
    ) -> Result<Self> {
        let contest = Contest::new(config, progress, means, &CPUS, accelerator, true)?;
        Ok(Self {
            config: config.clone(),
            means: means.clone(),
            runners: contest.runners(),
            contest,
            width: None,
            epochs: 0.0,
            widths: Vec::new(),
            began: now,
        })
    }

    /// Goes on by a turn.
    pub fn work(
        &mut self,
        accelerator: Option<&dyn Accelerator>,
        clock: &mut dyn FnMut() -> f64,
    ) -> Step {
        let turn = self.contest.work(clock);
        let (now, turns) = (clock(), self.contest.turns());
        let slow = turns > 0 && (now - self.began) / (turns as f64 + 1.0) > SLOW;
        if turn != Turn::Again {
            return Step::Turn(turn);
        }
        // Time that no processor is charged with, compiling above all, counts too: nobody waits
        // for ever.
        let spent = self.contest.time().max((now - self.began) / 3.0);
        let done = turns >= TURNS || slow;
        match self.width {
            None => {
                (self.runners, self.epochs) = (self.contest.runners(), self.contest.epochs());
                if spent < TRACK || !done {
                    return Step::Turn(turn);
                }
            }
            Some(at) => {
                if spent < WIDTH || !done {
                    return Step::Turn(turn);
                }
                let rates = self.contest.rates().into_iter().map(|(_, rate)| rate).collect();
                self.widths.push((WIDTHS[at], rates));
                if slow {
                    return Step::Done;
                }
            }
        }
        let mut next = self.width.map_or(0, |at| at + 1);
        // A width that does not fit a processor is left out.
        while let Some(&units) = WIDTHS.get(next) {
            if let Ok(contest) = of_width(&self.config, units, &self.means, accelerator) {
                (self.contest, self.width, self.began) = (contest, Some(next), clock());
                return Step::Turn(turn);
            }
            next += 1;
        }
        Step::Done
    }

    /// How it stands.
    pub fn report(&self, running: bool) -> Race {
        Race {
            runners: self.runners.clone(),
            epochs: self.epochs,
            widths: self.widths.clone(),
            crossing: crossing(&self.widths),
            running,
        }
    }
}

/// The run's network with all hidden layers of that width, from its start.
fn of_width(
    config: &Config,
    units: usize,
    means: &Means,
    accelerator: Option<&dyn Accelerator>,
) -> Result<Contest> {
    let hidden = config.hidden().len().clamp(1, *limits::HIDDEN_LAYERS.end());
    let config = Config { layers: Layer::stack(&vec![units; hidden]), ..config.clone() };
    let progress = Trainer::on(&config, means.clone())?.progress();
    Contest::new(&config, &progress, means, &CPUS[..1], accelerator, false)
}

/// Where the GPU's samples a second overtake the CPU's, on straight lines between the widths in
/// logarithms.
fn crossing(widths: &[(usize, Vec<f64>)]) -> Option<f64> {
    let lead: Vec<(f64, f64)> = widths
        .iter()
        .filter_map(|(units, rates)| match rates[..] {
            [cpu, gpu] if cpu > 0.0 && gpu > 0.0 => Some(((*units as f64).ln(), (gpu / cpu).ln())),
            _ => None,
        })
        .collect();
    lead.windows(2).find_map(|two| {
        let ((x0, y0), (x1, y1)) = (two[0], two[1]);
        (y0 < 0.0 && y1 >= 0.0).then(|| (x0 + (x1 - x0) * y0 / (y0 - y1)).exp())
    })
}

#[cfg(test)]
mod tests {
    use super::crossing;

    #[test]
    fn the_crossing_lies_between_the_widths_around_it() {
        let at = |rates: &[(usize, f64, f64)]| {
            let widths: Vec<_> =
                rates.iter().map(|&(units, cpu, gpu)| (units, vec![cpu, gpu])).collect();
            crossing(&widths)
        };
        let found = at(&[(2, 8.0, 1.0), (8, 4.0, 2.0), (32, 2.0, 4.0)]);
        assert!(found.is_some_and(|width| (width - 16.0).abs() < 1e-9), "{found:?}");
        assert_eq!(at(&[(2, 8.0, 1.0), (8, 4.0, 2.0)]), None);
        assert_eq!(at(&[(2, 1.0, 2.0), (8, 1.0, 4.0)]), None);
        assert_eq!(crossing(&[(2, vec![1.0])]), None);
    }
}

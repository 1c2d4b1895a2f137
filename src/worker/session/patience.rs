//! How long a session may be at work without a word: an upper bound, told to the page before it
//! comes to that. It is reckoned with a machine on which a healthy worker is many times slower than
//! it should be, for one that is silent longer is taken for dead.

use super::configure::{big_side, map_side};
use super::{PIECE, Session};
use crate::engine::config::{Config, Precision, Runtime, limits};
use crate::engine::layer::Layer;
use crate::engine::trainer::LOOKS;
use crate::protocol::Command;

/// What the page grants anyway is twice as much, in ms.
const SHORT: f64 = 1500.0;
/// What a row costs in a unit beside its weights, in multiplications: activation and loss, or what
/// a layer does that has no kernel.
const UNIT: usize = 30;
/// A pass forward and one backward, in passes forward.
const BACKWARD: usize = 3;
/// A batch that is looked into, its state kept and measured, in passes forward.
const RELIVED: usize = 2 * BACKWARD + LOOKS;
/// How often a profile repeats an op before it looks at the clock.
const BLOCK: usize = 16;
/// How long a divergence may be looked into, in ms, and the samples for which it may take longer.
const LOOK_INTO: (f64, usize) = (100.0, 1000);
/// How long a browser's GPU may make this thread wait, in ms: it starts a process for it.
const GPU: f64 = 10_000.0;
/// The same where a program poses as one.
const PROGRAM: f64 = 30_000.0;

/// Multiplications in a ms.
fn speed(precision: Precision) -> f64 {
    match precision {
        Precision::Bits32 => 2e5,
        Precision::Bits64 => 5e4,
    }
}

/// The weights of each layer.
fn kernels(config: &Config) -> Vec<usize> {
    config.shape().windows(2).map(|two| (two[0] + 1) * two[1]).collect()
}

/// A pass forward of a row, in multiplications.
fn pass(config: &Config) -> usize {
    let units = config.shape().iter().skip(1).sum::<usize>();
    let others = config.layers.iter().filter(|layer| !layer.is_dense()).count();
    kernels(config).iter().sum::<usize>() + UNIT * units * (1 + others)
}

/// Samples that a divergence is looked for in at most.
pub(super) fn relived(config: &Config) -> usize {
    let (time, least) = LOOK_INTO;
    let each = RELIVED * pass(config).max(1);
    let least = least.min(config.train_count());
    ((time * speed(config.precision)) as usize / each).max(least)
}

/// The longest single piece of work on a network, in ms.
fn longest(config: &Config) -> f64 {
    let kernels = kernels(config);
    let (weights, widest) = (kernels.iter().sum(), kernels.iter().max().copied().unwrap_or(0));
    let units = config.shape().iter().skip(1).sum::<usize>();
    let pass = pass(config);
    // All data, for the losses, for all metrics, for the worst points and for a divergence, both sets
    // of maps, a batch, and what leads up to a divergence.
    let rows = 4 * config.sample_count()
        + RELIVED * relived(config)
        + map_side(units).pow(2)
        + big_side(weights).pow(2)
        + BACKWARD * config.batch().max(PIECE);
    let work = pass as f64 * rows as f64 + (BLOCK * config.batch()) as f64 * widest as f64;
    work / speed(config.precision)
}

/// The widest of the networks that a race trains, at the precision that takes longest.
fn raced(config: &Config) -> Config {
    let hidden = config.hidden().len().clamp(1, *limits::HIDDEN_LAYERS.end());
    let layers = Layer::stack(&vec![*limits::UNITS.end(); hidden]);
    Config { layers, precision: Precision::Bits64, ..config.clone() }
}

impl Session {
    /// How long the next call may take at most, in ms, where it may take long; with a command to
    /// handle before. 0 else.
    pub fn patience(&self, command: Option<&Command>) -> u32 {
        let own = self.trainer.as_ref().map(|trainer| trainer.config());
        let (asked, race) = match command {
            Some(Command::Configure { config } | Command::Restore { config, .. }) => {
                (Some(&**config), false)
            }
            Some(Command::Race) => (None, true),
            Some(
                Command::Bring { .. }
                | Command::Run { .. }
                | Command::Pause
                | Command::Step { .. }
                | Command::Reset
                | Command::FallBack
                | Command::SetWeight { .. }
                | Command::Look { .. }
                | Command::View { .. }
                | Command::Shown
                | Command::Visible { .. }
                | Command::Watch(_)
                | Command::Draw { .. }
                | Command::Profile
                | Command::FindRate
                | Command::EndRace
                | Command::Keep { .. }
                | Command::Hand
                | Command::Beat { .. },
            )
            | None => (None, false),
        };
        let race = race || self.away.is_racing();
        let raced = own.filter(|_| race).map(raced);
        let work = own.into_iter().chain(asked).chain(&raced).map(longest).fold(0.0, f64::max);
        let work = if work > SHORT { 2.0 * work } else { 0.0 };
        // The config as it is and as it will be, and a race: whichever puts the GPU to work.
        let runtimes = own.into_iter().chain(asked).map(|config| config.runtime);
        let gpu = match self.away.program(runtimes.chain(race.then_some(Runtime::Gpu))) {
            None => 0.0,
            Some(false) => GPU,
            Some(true) => PROGRAM,
        };
        // Whole seconds: fewer different words.
        ((work.max(gpu) / 1000.0).ceil() * 1000.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hidden: &[usize], samples: usize, precision: Precision) -> f64 {
        let layers = Layer::stack(hidden);
        longest(&Config { layers, samples: Some(samples), precision, ..Config::default() })
    }

    #[test]
    fn usual_networks_need_no_patience_and_the_largest_as_much_as_they_take() {
        for hidden in [&[][..], &[4, 2], &[8; 6], &[32, 32]] {
            for precision in [Precision::Bits32, Precision::Bits64] {
                assert!(of(hidden, 1000, precision) < SHORT, "{hidden:?} at {precision:?}");
            }
        }
        // 20,000 rows through 720,000 weights, twice, at 50 million a second.
        assert!(of(&[256; 12], 20_000, Precision::Bits64) > 500_000.0);
        assert!(of(&[256; 12], 20_000, Precision::Bits32) < 400_000.0);
    }

    #[test]
    fn a_large_network_is_announced_before_it_is_built_and_a_race_before_it_starts() {
        let layers = Layer::stack(&[256; 12]);
        let large = Box::new(Config { layers, ..Config::default() });
        let mut session = Session::default();
        let small = Command::Configure { config: Box::default() };
        session.set_accelerator(None, None, 0.0);
        assert_eq!(session.patience(Some(&small)), 0);
        session.handle(small, 0.0);
        assert_eq!(session.patience(None), 0);
        assert!(session.patience(Some(&Command::Race)) >= 3000);
        let configure = Command::Configure { config: large };
        assert!(session.patience(Some(&configure)) >= 3000);
        session.handle(configure, 0.0);
        assert!(session.patience(None) >= 3000);
        session.handle(Command::Configure { config: Box::default() }, 0.0);
        assert_eq!(session.patience(None), 0);
    }
}

//! Commands that wait for the worker to listen, or for the next animation frame.

use crate::protocol::{Checkpoint, Command};

/// The commands, first to last.
#[derive(Clone, Debug, Default)]
pub struct Queue(Vec<Command>);

impl Queue {
    /// Takes a command in. Of two configs one after the other the first is not worth sending.
    pub fn push(&mut self, command: Command) {
        if is_config(&command) {
            self.0.pop_if(|last| is_config(last));
        }
        self.0.push(command);
    }

    /// Whether a config is the last that was said: another may follow.
    pub fn is_configuring(&self) -> bool {
        self.0.last().is_some_and(is_config)
    }

    /// All of it, to be sent.
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.0)
    }

    /// The worker has died. What `first` says to the next one comes first; of what was never sent
    /// that stays which nobody would say again.
    pub fn begin_anew(&mut self, first: impl IntoIterator<Item = Command>) {
        let left = self.take();
        self.0.extend(first);
        self.0.extend(left.into_iter().filter(is_said_once));
    }
}

fn is_config(command: &Command) -> bool {
    matches!(command, Command::Configure { .. })
}

/// Whether a checkpoint is one that an undo brings back: it comes with its state, that of the worker
/// before leaves it to the page.
pub fn is_undo(checkpoint: &Checkpoint) -> bool {
    !checkpoint.state.is_empty()
}

/// Whether the visitor has asked for something that happens now, for which it is worth while to
/// try another worker.
pub fn is_deed(command: &Command) -> bool {
    match command {
        Command::Run { .. }
        | Command::Step { .. }
        | Command::Reset
        | Command::FallBack
        | Command::Profile
        | Command::FindRate
        | Command::Race => true,
        Command::Restore { checkpoint, .. } => is_undo(checkpoint),
        Command::Bring { .. }
        | Command::Configure { .. }
        | Command::Pause
        | Command::SetWeight { .. }
        | Command::Look { .. }
        | Command::View { .. }
        | Command::Shown
        | Command::Visible { .. }
        | Command::Watch(_)
        | Command::Draw { .. }
        | Command::EndRace
        | Command::Keep { .. }
        | Command::Hand
        | Command::Beat { .. } => false,
    }
}

/// Whether a command is lost with the queue that it stands in: the page does not say it again to
/// another worker by itself.
fn is_said_once(command: &Command) -> bool {
    match command {
        Command::Step { .. }
        | Command::Reset
        | Command::FallBack
        | Command::SetWeight { .. }
        | Command::Profile
        | Command::FindRate
        | Command::Race
        | Command::EndRace => true,
        Command::Restore { checkpoint, .. } => is_undo(checkpoint),
        Command::Bring { .. }
        | Command::Configure { .. }
        | Command::Run { .. }
        | Command::Pause
        | Command::Look { .. }
        | Command::View { .. }
        | Command::Shown
        | Command::Visible { .. }
        | Command::Watch(_)
        | Command::Draw { .. }
        | Command::Keep { .. }
        | Command::Hand
        | Command::Beat { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::config::Config;
    use crate::protocol::{Speed, Unit};

    fn configure(noise: f64) -> Command {
        Command::Configure { config: Box::new(Config { noise, ..Config::default() }) }
    }

    fn of(commands: impl IntoIterator<Item = Command>) -> Queue {
        let mut queue = Queue::default();
        commands.into_iter().for_each(|command| queue.push(command));
        queue
    }

    #[test]
    fn of_a_drag_only_the_newest_config_is_sent() {
        let run = Command::Run { speed: Speed::Max, until: None };
        let mut queue = of([configure(1.0), configure(2.0), run.clone(), configure(3.0)]);
        assert!(queue.is_configuring());
        queue.push(configure(4.0));
        assert_eq!(queue.take(), [configure(2.0), run, configure(4.0)]);
        assert!(!queue.is_configuring());
    }

    #[test]
    fn what_a_dead_worker_never_heard_is_said_to_the_next_one() {
        let (step, run) =
            (Command::Step { unit: Unit::Batch }, Command::Run { speed: Speed::Max, until: None });
        let mut queue = of([configure(1.0), run, Command::Reset, Command::Shown, step.clone()]);
        queue.begin_anew([configure(9.0)]);
        assert_eq!(queue.take(), [configure(9.0), Command::Reset, step]);
    }
}

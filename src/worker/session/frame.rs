//! What a session shows: the run's data, and a frame of it as it stands.

use super::{Mode, Session};
use crate::engine::backend::Set;
use crate::engine::dataset::Split;
use crate::engine::grid::enlarge;
use crate::engine::table::Table;
use crate::engine::trainer::{self, Trainer};
use crate::engine::view::Choice;
use crate::order;
use crate::protocol::{
    Answer, BIG_MAP, Data, Event, FIRST_ROWS, Frame, Half, LayerInput, Place, Reply, Reports,
    UnitId, WORST, Watched, Wrong,
};
use crate::worker::checkup::Moment;

/// The data of a half, as the backend knows them.
fn set(half: Half) -> Set {
    match half {
        Half::Train => Set::Train,
        Half::Test => Set::Test,
    }
}

/// What the network makes of a point; `None` where the data have no such point.
fn answer(trainer: &mut Trainer, place: Place) -> Option<Answer> {
    let answer = trainer.answer(set(place.half), place.row)?;
    let trainer::Answer { outputs, class, loss } = answer;
    Some(Answer { place, outputs, class, loss })
}

/// The points of highest loss of both halves, the highest first.
fn worst(trainer: &mut Trainer) -> Vec<Place> {
    let mut found: Vec<(f64, Place)> = Vec::with_capacity(2 * WORST);
    for half in [Half::Train, Half::Test] {
        let worst = trainer.worst(set(half), WORST).into_iter();
        found.extend(worst.map(|(row, loss)| (loss, Place { half, row })));
    }
    order::sort_by_key(&mut found, |&(loss, _)| !order::key(loss));
    found.into_iter().map(|(_, place)| place).collect()
}

impl Session {
    pub(super) fn frame(&mut self, now: f64, events: &mut Vec<Event>) -> Option<Frame> {
        let wrong = self.wrong();
        let metrics = self.measure();
        self.record();
        let shape = self.trainer.as_ref()?.config().shape();
        // A unit that a change has taken away is no longer looked at.
        let look = self
            .look
            .filter(|look| shape.get(look.layer + 1).is_some_and(|&units| look.unit < units));
        let (drawn, [units, values]) = self.draw(look, events);
        let trainer = self.trainer.as_mut()?;
        let Watched { report, graph: _, worst, point, row, input } = self.watched.clone();
        let reports = report.then(|| {
            Box::new(Reports { train: trainer.report(Set::Train), test: trainer.report(Set::Test) })
        });
        let worst = if worst { self::worst(trainer) } else { Vec::new() };
        let answer = point.and_then(|place| answer(trainer, place));
        let reply = row.and_then(|row| {
            let (outputs, class) = trainer.tell(&row)?;
            Some(Reply { row, outputs, class })
        });
        let input = input.and_then(|layer| {
            let rows = trainer.layer_input(layer, FIRST_ROWS)?;
            Some(LayerInput { layer, rows })
        });
        let big = match look {
            _ if !values => Vec::new(),
            Some(UnitId { layer, unit }) => trainer.map(Set::Big, layer, unit),
            None => trainer.output_maps(Set::Big),
        };
        let maps = if units { trainer.maps(Set::Maps) } else { Vec::new() };
        let running = self.mode != Mode::Idle;
        let cost = running.then_some(self.frame_cost);
        let health = self.checkup.look(trainer, Moment { run: self.run, now, cost });
        let (epochs_per_second, samples_per_second) = self.meter.rates(now);
        self.unseen = true;
        self.stale = false;
        let curve = self.curve.take();
        curve.iter().for_each(|&point| self.sent.push(point));
        Some(Frame {
            run: self.run,
            epoch: trainer.epoch(),
            sample: trainer.sample(),
            restored: trainer.restored(),
            running,
            epochs_per_second,
            samples_per_second,
            pruned: trainer.pruned(),
            look,
            view: trainer.view().clone(),
            map_side: self.map_side,
            metrics,
            weights: trainer.weights(),
            maps,
            big: big
                .chunks_exact(self.big_side.pow(2).max(1))
                .flat_map(|plane| enlarge(plane, BIG_MAP))
                .collect(),
            learning_rate: trainer.learning_rate(),
            drawn,
            health,
            wrong,
            reports,
            worst,
            answer,
            reply,
            input,
            curve,
            shape,
        })
    }

    /// Shows what the visitor has chosen, with the next frame; a run that comes later does too.
    pub(super) fn view(&mut self, choice: Option<Choice>) {
        self.means.choice.clone_from(&choice);
        if self.trainer.as_mut().is_some_and(|trainer| trainer.show(choice)) {
            self.prepare();
            self.stale = true;
        }
    }

    /// Sends the run's data.
    pub(super) fn show_data(&self, events: &mut Vec<Event>) {
        let run = self.run;
        events.extend(self.trainer.as_ref().map(|trainer| {
            let flat = |table: &Table| {
                let mut numbers = Vec::with_capacity(table.values().len() + table.targets().len());
                for row in table.rows() {
                    numbers.extend_from_slice(row.values);
                    numbers.extend_from_slice(row.targets);
                }
                numbers
            };
            let Split { train, test } = trainer.data();
            Event::Data(Box::new(Data {
                run,
                columns: train.columns().to_vec(),
                goal: train.goal().clone(),
                signed: trainer.config().is_signed(),
                inputs: trainer.inputs().clone(),
                targets: trainer.targets().clone(),
                view: trainer.view().clone(),
                train: flat(train),
                test: flat(test),
            }))
        }));
    }

    /// Which points the network gets wrong. Where it was measured elsewhere nobody knows, and it is
    /// measured again only where training stands still.
    fn wrong(&mut self) -> Option<Wrong> {
        self.measure();
        let known = |trainer: &Trainer| trainer.wrong().iter().any(|half| !half.is_empty());
        let trainer = self.trainer.as_ref().filter(|trainer| trainer.classifies())?;
        if !known(trainer) && self.mode == Mode::Idle {
            self.metrics = None;
            self.measure();
        }
        let trainer = self.trainer.as_ref().filter(|trainer| known(trainer))?;
        let [train, test] = trainer.wrong().map(|half| half.iter().copied().collect());
        Some(Wrong { train, test })
    }
}

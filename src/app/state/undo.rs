//! What can be undone and redone: the finished changes of a run, each with the moment before it. A
//! moment is the config, and for a change that throws state away what the worker has said of the run
//! as it stood. Nothing here knows the page: what follows of an undo, `run` does.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::engine::view::Choice;
use crate::protocol::curve::Curve;

/// Changes that can be undone at most.
const STEPS: usize = 20;
/// Bytes of kept states at most, in all.
const BYTES: usize = 32 << 20;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Another config.
    Config,
    /// Other columns on show, or held elsewhere.
    View,
    /// A weight set by hand.
    Weight,
    /// A new start.
    Reset,
    /// A run out of a file.
    Opened,
}

/// Back or forth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A change is taken back.
    Undo,
    /// One that was taken back is made again.
    Redo,
}

/// What an undo or a redo has done.
#[derive(Clone, Debug, PartialEq)]
pub struct Gone {
    /// Back or forth.
    pub way: Way,
    /// The change.
    pub deed: Deed,
    /// The configs on both sides of it, the one that was on show first.
    pub configs: Box<[Config; 2]>,
}

/// The state of a run as the worker has told it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State<B> {
    /// Nobody has asked for it, or it is lost: the config alone comes back.
    #[default]
    None,
    /// The worker will answer with this mark.
    Asked(u32),
    /// It is here.
    Kept {
        /// Whole epochs trained.
        epoch: u64,
        /// What the worker reads.
        bytes: B,
        /// How many bytes that are.
        size: usize,
    },
}

/// A run as it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment<B> {
    /// What the visitor had asked for.
    pub config: Config,
    /// What was chosen to see of the tables of a kind.
    pub choice: Option<Choice>,
    /// The curve on show.
    pub curve: Arc<Curve>,
    /// Epoch and sample on show.
    pub place: (u64, usize),
    /// How many notices had been shown: those that came since tell of what came since.
    pub noticed: u32,
    /// All else.
    pub state: State<B>,
}

/// A change, and the moment on its other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<B> {
    /// What was done.
    pub deed: Deed,
    /// How much of the run it threw away.
    pub change: Change,
    /// The moment that the step leads to.
    pub moment: Moment<B>,
}

impl<B> Step<B> {
    /// Whether it brings back the state of its moment, from a run that stands at `place`: where the
    /// change has thrown that away, and where nothing has been trained since one that has only linked
    /// the run anew or given it other rows.
    pub fn is_whole(&self, place: (u64, usize)) -> bool {
        match self.change {
            Change::Nothing | Change::Live => false,
            Change::Reload | Change::Relink => self.moment.place == place,
            Change::Rebuild => true,
        }
    }

    fn size(&self) -> usize {
        match self.moment.state {
            State::None | State::Asked(_) => 0,
            State::Kept { size, .. } => size,
        }
    }
}

/// The changes of a run; `B` is what a state is kept in.
#[derive(Clone, Debug)]
pub struct History<B> {
    /// Oldest first.
    undo: VecDeque<Step<B>>,
    /// The next one last.
    redo: Vec<Step<B>>,
    /// The change under way: a drag has one beginning.
    open: Option<Step<B>>,
    /// The way that is gone as soon as its state is here.
    waits: Option<Way>,
    /// The newest mark.
    mark: u32,
}

impl<B> Default for History<B> {
    fn default() -> Self {
        Self { undo: VecDeque::new(), redo: Vec::new(), open: None, waits: None, mark: 0 }
    }
}

impl<B> History<B> {
    /// A change is about to be made to the run that stands at `now`. The mark of the question for its
    /// state comes back where that is due, and not asked yet.
    #[must_use]
    pub fn begin(&mut self, change: Change, now: impl FnOnce() -> Moment<B>) -> Option<u32> {
        self.waits = None;
        let open = self.open.get_or_insert_with(|| Step {
            deed: Deed::Config,
            change: Change::Nothing,
            moment: now(),
        });
        let asked = open.change >= Change::Reload;
        open.change = open.change.max(change);
        if asked || change < Change::Reload {
            return None;
        }
        self.mark = self.mark.wrapping_add(1);
        open.moment.state = State::Asked(self.mark);
        Some(self.mark)
    }

    /// The mark of a question for the state as it stands, which belongs to no change.
    pub fn question(&mut self) -> u32 {
        self.mark = self.mark.wrapping_add(1);
        self.mark
    }

    /// The change under way is finished, and `config` and `choice` are what came of it. What is the same
    /// as before, and has thrown nothing away, was none.
    pub fn finish(&mut self, deed: Deed, config: &Config, choice: Option<&Choice>) {
        let Some(step) = self.open.take() else { return };
        let mut deed = deed;
        if step.moment.config == *config && step.change < Change::Reload {
            if step.moment.choice.as_ref() == choice {
                return;
            }
            deed = Deed::View;
        }
        self.redo.clear();
        self.undo.push_back(Step { deed, ..step });
        self.trim();
    }

    /// The change under way was taken back, and leaves nothing.
    pub fn abandon(&mut self) {
        self.open = None;
    }

    /// Whether there is something to undo or redo.
    pub fn has(&self, way: Way) -> bool {
        self.next(way).is_some()
    }

    /// The step that comes next.
    pub fn next(&self, way: Way) -> Option<&Step<B>> {
        match way {
            Way::Undo => self.undo.back(),
            Way::Redo => self.redo.last(),
        }
    }

    /// Whether the next step needs a state that the worker has yet to tell, from a run at `place`; it
    /// is then gone once that is here.
    pub fn must_wait(&mut self, way: Way, place: (u64, usize)) -> bool {
        let waits = self.next(way).is_some_and(|step| {
            step.is_whole(place) && matches!(step.moment.state, State::Asked(_))
        });
        self.waits = waits.then_some(way);
        waits
    }

    /// Goes a step from the moment `now`, which the other way leads back to: the step, and the mark of
    /// the question for the state of `now`, where that is due.
    pub fn go(&mut self, way: Way, mut now: Moment<B>) -> Option<(Step<B>, Option<u32>)> {
        let step = match way {
            Way::Undo => self.undo.pop_back(),
            Way::Redo => self.redo.pop(),
        }?;
        let mut asked = None;
        if step.change >= Change::Reload {
            self.mark = self.mark.wrapping_add(1);
            now.state = State::Asked(self.mark);
            asked = Some(self.mark);
        }
        let back = Step { deed: step.deed, change: step.change, moment: now };
        match way {
            Way::Undo => self.redo.push(back),
            Way::Redo => self.undo.push_back(back),
        }
        Some((step, asked))
    }

    /// The worker has answered: `state` is that of the moment of this mark. The way comes back that
    /// has waited for it.
    #[must_use]
    pub fn keep(&mut self, mark: u32, state: State<B>) -> Option<Way> {
        if let Some(step) = self.all().find(|step| step.moment.state.is_asked(mark)) {
            step.moment.state = state;
        }
        self.trim();
        self.take_ready()
    }

    /// What has not been answered never will be: its worker has died. The way comes back that has
    /// waited for it.
    #[must_use]
    pub fn lose(&mut self) -> Option<Way> {
        for step in self.all() {
            if matches!(step.moment.state, State::Asked(_)) {
                step.moment.state = State::None;
            }
        }
        self.take_ready()
    }

    fn take_ready(&mut self) -> Option<Way> {
        let next = self.waits.and_then(|way| self.next(way));
        let asked = next.is_some_and(|step| matches!(step.moment.state, State::Asked(_)));
        if asked { None } else { self.waits.take() }
    }

    /// All steps, from those that are the last to be gone to.
    fn all(&mut self) -> impl Iterator<Item = &mut Step<B>> {
        self.undo.iter_mut().chain(&mut self.redo).chain(&mut self.open)
    }

    /// Keeps to the bounds: the oldest step goes, and the state of the oldest ones.
    fn trim(&mut self) {
        while self.undo.len() > STEPS {
            self.undo.pop_front();
        }
        let mut surplus = self.all().map(|step| step.size()).sum::<usize>().saturating_sub(BYTES);
        for step in self.all() {
            if surplus == 0 {
                return;
            }
            let size = step.size();
            if size > 0 {
                surplus = surplus.saturating_sub(size);
                step.moment.state = State::None;
            }
        }
    }
}

impl<B> State<B> {
    fn is_asked(&self, mark: u32) -> bool {
        match self {
            Self::Asked(own) => *own == mark,
            Self::None | Self::Kept { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(noise: usize) -> Config {
        Config { noise: noise as f64, ..Config::default() }
    }

    fn at(noise: usize, epoch: u64) -> Moment<()> {
        Moment {
            config: config(noise),
            choice: None,
            curve: Arc::default(),
            place: (epoch, 0),
            noticed: 0,
            state: State::None,
        }
    }

    fn kept(size: usize) -> State<()> {
        State::Kept { epoch: 0, bytes: (), size }
    }

    /// One finished change of the noise, which throws the run away.
    fn change(history: &mut History<()>, from: usize, to: usize) -> u32 {
        let mark = history.begin(Change::Rebuild, || at(from, 50)).unwrap();
        history.finish(Deed::Config, &config(to), None);
        mark
    }

    fn noise(step: Option<(Step<()>, Option<u32>)>) -> f64 {
        step.unwrap().0.moment.config.noise
    }

    #[test]
    fn changes_are_undone_and_redone_one_by_one() {
        let mut history = History::default();
        assert!(!history.has(Way::Undo) && !history.has(Way::Redo));
        change(&mut history, 0, 1);
        change(&mut history, 1, 2);
        assert_eq!(noise(history.go(Way::Undo, at(2, 0))), 1.0);
        assert_eq!(noise(history.go(Way::Undo, at(1, 0))), 0.0);
        assert_eq!(history.go(Way::Undo, at(0, 0)), None);
        assert_eq!(noise(history.go(Way::Redo, at(0, 0))), 1.0);
        assert_eq!(noise(history.go(Way::Redo, at(1, 0))), 2.0);
        assert!(history.has(Way::Undo) && !history.has(Way::Redo));
    }

    #[test]
    fn a_change_after_an_undo_drops_what_could_be_redone() {
        let mut history = History::default();
        change(&mut history, 0, 1);
        history.go(Way::Undo, at(1, 0));
        change(&mut history, 0, 5);
        assert!(!history.has(Way::Redo));
        assert_eq!(noise(history.go(Way::Undo, at(5, 0))), 0.0);
    }

    #[test]
    fn a_drag_is_one_change_and_asks_once_for_what_it_throws_away() {
        let mut history = History::default();
        assert_eq!(history.begin(Change::Live, || at(0, 50)), None);
        assert!(history.begin(Change::Rebuild, || at(1, 0)).is_some());
        assert_eq!(history.begin(Change::Rebuild, || at(2, 0)), None);
        history.finish(Deed::Config, &config(3), None);
        assert_eq!(noise(history.go(Way::Undo, at(3, 0))), 0.0);
        assert!(!history.has(Way::Undo));
    }

    #[test]
    fn a_drag_back_to_where_it_began_is_a_change_only_where_it_threw_something_away() {
        let mut history = History::default();
        assert_eq!(history.begin(Change::Live, || at(0, 50)), None);
        history.finish(Deed::Config, &config(0), None);
        assert!(!history.has(Way::Undo));
        change(&mut history, 0, 0);
        assert!(history.has(Way::Undo));
        history.finish(Deed::Config, &config(9), None);
        assert_eq!(noise(history.go(Way::Undo, at(0, 0))), 0.0, "nothing was under way");
    }

    #[test]
    fn other_columns_on_show_are_a_change_and_those_of_before_are_none() {
        let of = |across| Choice { kind: 1, components: false, across, up: 0, held: vec![None; 3] };
        let mut history = History::default();
        let mut choose = |from: Option<usize>, to: Option<usize>| {
            let mark =
                history.begin(Change::Nothing, || Moment { choice: from.map(of), ..at(0, 50) });
            assert_eq!(mark, None);
            history.finish(Deed::Config, &config(0), to.map(of).as_ref());
            history.next(Way::Undo).map(|step| (step.deed, step.moment.choice.clone()))
        };
        assert_eq!(choose(Some(1), Some(1)), None);
        assert_eq!(choose(None, Some(1)), Some((Deed::View, None)));
        assert_eq!(choose(Some(1), Some(2)), Some((Deed::View, Some(of(1)))));
        // With another config it is a part of that change.
        change(&mut history, 0, 5);
        assert_eq!(history.next(Way::Undo).map(|step| step.deed), Some(Deed::Config));
        let (step, asked) = history.go(Way::Undo, at(5, 0)).unwrap();
        assert!(step.is_whole((5, 0)) && asked.is_some());
        let (step, asked) = history.go(Way::Undo, at(0, 0)).unwrap();
        assert!(!step.is_whole((0, 0)) && asked.is_none(), "what is trained stays");
    }

    #[test]
    fn a_stroke_that_is_cancelled_leaves_nothing_to_undo() {
        let mut history = History::default();
        change(&mut history, 0, 1);
        let mark = history.begin(Change::Reload, || at(1, 50)).unwrap();
        history.abandon();
        history.finish(Deed::Config, &config(1), None);
        assert_eq!(history.keep(mark, kept(1)), None);
        assert_eq!(noise(history.go(Way::Undo, at(1, 50))), 0.0);
        assert!(!history.has(Way::Undo));
    }

    #[test]
    fn what_is_on_its_way_is_waited_for_and_what_is_lost_is_not() {
        let mut history = History::default();
        let mark = change(&mut history, 0, 1);
        assert!(history.must_wait(Way::Undo, (0, 0)));
        assert_eq!(history.keep(mark + 1, kept(1)), None);
        assert_eq!(history.keep(mark, kept(1)), Some(Way::Undo));
        assert!(!history.must_wait(Way::Undo, (0, 0)));
        let (step, asked) = history.go(Way::Undo, at(1, 7)).unwrap();
        assert_eq!(step.moment.state, kept(1));
        assert_eq!(asked, Some(mark + 1));
        assert!(history.must_wait(Way::Redo, (50, 0)));
        assert_eq!(history.lose(), Some(Way::Redo));
        assert_eq!(history.go(Way::Redo, at(0, 50)).unwrap().0.moment.state, State::None);
        // Another change is no time to go back.
        assert!(history.must_wait(Way::Undo, (0, 0)));
        let next = change(&mut history, 1, 2);
        assert_eq!(history.keep(next, kept(1)), None);
    }

    #[test]
    fn a_question_beside_the_changes_takes_nothing_of_theirs() {
        let mut history = History::default();
        let mark = change(&mut history, 0, 1);
        let other = history.question();
        assert_ne!(other, mark);
        assert_eq!(history.keep(other, kept(7)), None);
        assert!(history.must_wait(Way::Undo, (0, 0)));
        assert_eq!(history.keep(mark, kept(1)), Some(Way::Undo));
        assert_eq!(history.go(Way::Undo, at(1, 0)).unwrap().0.moment.state, kept(1));
    }

    #[test]
    fn only_what_a_change_threw_away_comes_back() {
        let step = |change| Step { deed: Deed::Config, change, moment: at(0, 50) };
        assert!(!step(Change::Live).is_whole((50, 0)));
        for change in [Change::Reload, Change::Relink] {
            assert!(step(change).is_whole((50, 0)));
            assert!(!step(change).is_whole((51, 0)), "what was trained since stays");
        }
        assert!(step(Change::Rebuild).is_whole((0, 0)));
    }

    #[test]
    fn steps_and_bytes_are_bounded_and_the_oldest_go_first() {
        let mut history = History::default();
        for noise in 0..STEPS + 5 {
            let mark = change(&mut history, noise, noise + 1);
            assert_eq!(history.keep(mark, kept(BYTES / 4)), None);
        }
        let mut found = Vec::new();
        while let Some((step, _)) = history.go(Way::Undo, at(0, 0)) {
            found.push((step.moment.config.noise, step.moment.state != State::None));
        }
        assert_eq!(found.len(), STEPS);
        let bytes: Vec<bool> = found.iter().map(|&(_, bytes)| bytes).collect();
        assert_eq!(&bytes[..5], [true, true, true, true, false]);
        assert_eq!(found.last(), Some(&(5.0, false)), "its config still comes back");
    }
}

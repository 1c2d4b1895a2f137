//! What a link carries: the run, and what it says beside it.

use super::control::Control;
use crate::app::preference::language::Language;
use crate::app::preference::theme::Theme;
use crate::engine::config::Config;
use crate::engine::table::Table;
use crate::engine::view::Choice;
use crate::order::Set;
use crate::protocol::Speed;

/// What a link says beside the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Test points in the big picture.
    pub show_test: bool,
    /// Two colours instead of a scale.
    pub discretize: bool,
    /// No article below the experiment.
    pub hide_text: bool,
    /// Controls that are not shown.
    pub hidden: Set<Control>,
    /// Features that are not shown (and are no input).
    pub hidden_features: Set<String>,
    /// The language that the link asks for; without it the browser's or the remembered one.
    pub language: Option<Language>,
    /// The theme that the link asks for.
    pub theme: Option<Theme>,
    /// The pace that the link asks for.
    pub speed: Option<Speed>,
    /// Keys that do nothing here but survive, in the order in which they came, escaped as in
    /// the link.
    pub extras: Vec<(String, String)>,
}

/// All that a link carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The run.
    pub config: Config,
    /// The rest.
    pub view: View,
    /// The drawing that the run is on; one that has too many points for a link does not travel.
    pub points: Option<Table>,
    /// What pictures show of the table that the run is on.
    pub choice: Option<Choice>,
}

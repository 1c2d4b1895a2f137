//! The page's left column: the data, or the drawer that is open over them.

use leptos::prelude::*;

use super::data::DataPanel;
use super::training::Training;
use crate::app::network::Layers;
use crate::app::state::{Drawer, use_page};
use crate::app::widgets::drawer::Drawn;

/// Data and drawers. Where the data have no column of their own the style sheet shows them as one
/// more drawer.
#[component]
pub fn Side() -> impl IntoView {
    let page = use_page();
    let training = Signal::derive(move || page.text().training.title);
    let layers = Signal::derive(move || page.text().network.layers);
    view! {
        <div class="side">
            <DataPanel />
            <Drawn drawer=Drawer::Training id="training-panel" title=training>
                <Training />
            </Drawn>
            <Drawn drawer=Drawer::Layers id="layer-panel" title=layers>
                <Layers />
            </Drawn>
        </div>
    }
}

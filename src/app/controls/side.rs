//! The page's left column: the data, or the drawer that is open over them.

use leptos::prelude::*;

use super::data::DataPanel;
use super::training;
use crate::app::network;
use crate::app::part::part;
use crate::app::state::{Drawer, use_page};
use crate::app::widgets::drawer::Drawn;
use crate::app::widgets::later::Later;

part!(training in drawers: training::Training());
part!(layers in drawers: network::Layers());

/// Data and drawers. Where the data have no column of their own the style sheet shows them as one
/// more drawer.
#[component]
pub fn Side() -> impl IntoView {
    let page = use_page();
    let trained = Signal::derive(move || page.text().training.title);
    let layered = Signal::derive(move || page.text().network.layers);
    let close = move |()| page.drawer.set(None);
    view! {
        <div class="side">
            <DataPanel />
            <Drawn drawer=Drawer::Training id="training-panel" title=trained>
                <Later part=training missed=close />
            </Drawn>
            <Drawn drawer=Drawer::Layers id="layer-panel" title=layered>
                <Later part=layers missed=close />
            </Drawn>
        </div>
    }
}

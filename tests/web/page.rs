//! Components on a real document: what they show, and what touching them does.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use neural_playground::app::article::Article;
use neural_playground::app::controls::{self, DataPanel, Header, Overlays, Strip};
use neural_playground::app::network::Network;
use neural_playground::app::notice::Notice;
use neural_playground::app::output::OutputPanel;
use neural_playground::app::state::State;
use neural_playground::app::text::Language;
use neural_playground::app::text::help::HelpTopic;
use neural_playground::engine::config::{Config, Problem, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::Feature;
use neural_playground::protocol::{BIG_MAP, Frame, Metrics};
use strum::VariantArray as _;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, EventInit, HtmlCanvasElement, HtmlElement, HtmlInputElement};

/// The page without a worker, on a part of the test's document; gone when dropped.
struct Page {
    state: State,
    root: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

impl Page {
    async fn open() -> Self {
        location().set_hash("").unwrap();
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        // As the style sheet has it: focusing the card must not scroll, since that closes it.
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(".help-card { position: fixed; inset: 0 auto auto 0 }"));
        document().body().unwrap().append_child(&style).unwrap();
        let found = Rc::new(Cell::new(None));
        let mounted = mount_to(root.clone(), {
            let found = Rc::clone(&found);
            move || {
                let state = State::open();
                provide_context(state);
                controls::install(state);
                found.set(Some(state));
                view! {
                    <Header />
                    <Strip />
                    <DataPanel />
                    <Network />
                    <OutputPanel />
                    <Article />
                    <Overlays />
                }
            }
        });
        let page = Self { state: found.get().unwrap(), root, _mounted: Box::new(mounted) };
        page.state.language.set(Language::English);
        tick().await;
        page
    }

    fn find(&self, id: &str) -> Option<Element> {
        self.root.query_selector(&format!("[data-testid='{id}']")).unwrap()
    }

    fn get(&self, id: &str) -> HtmlElement {
        self.find(id).unwrap_or_else(|| panic!("no {id}")).unchecked_into()
    }

    fn text(&self, id: &str) -> String {
        self.get(id).text_content().unwrap()
    }

    async fn click(&self, id: &str) {
        self.get(id).click();
        tick().await;
    }

    /// A value put into a field, and the events that a visitor's hand would make.
    async fn put(&self, id: &str, value: &str, events: &[&str]) {
        let field: HtmlInputElement = self.get(id).unchecked_into();
        field.set_value(value);
        for name in events {
            let init = EventInit::new();
            init.set_bubbles(true);
            field.dispatch_event(&Event::new_with_event_init_dict(name, &init).unwrap()).unwrap();
        }
        tick().await;
    }
}

/// Lets effects and an animation frame pass.
async fn tick() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 50).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

fn hash() -> String {
    location().hash().unwrap()
}

#[wasm_bindgen_test]
async fn a_slider_follows_the_drag_and_writes_the_link_when_it_ends() {
    let page = Page::open().await;
    page.put("setting-noise", "25", &["input"]).await;
    assert_eq!(page.state.config.get_untracked().noise, 25.0);
    assert!(page.text("value-noise").contains("25"));
    assert_eq!(hash(), "");
    page.put("setting-noise", "30", &["input", "change"]).await;
    assert!(hash().contains("noise=30"), "{}", hash());
}

#[wasm_bindgen_test]
async fn features_layers_and_units_change_the_config() {
    let page = Page::open().await;
    let config = || page.state.config.get_untracked();
    page.click("feature-sinX").await;
    assert!(config().features.contains(Feature::SinX));
    page.click("add-layer").await;
    assert_eq!(config().hidden.len(), 3);
    page.click("layer-0-add").await;
    page.click("layer-1-remove").await;
    assert_eq!(config().hidden[..2], [5, 1]);
    page.click("remove-layer").await;
    assert_eq!(config().hidden, [5, 1]);
    page.click("layer-1-remove").await;
    assert_eq!(config().hidden, [5, 1], "a layer keeps its last unit");
}

#[wasm_bindgen_test]
async fn a_frame_is_shown_in_full() {
    let page = Page::open().await;
    let metrics = Metrics {
        train_loss: 0.0070238,
        test_loss: f64::NAN,
        train_accuracy: 0.996,
        test_accuracy: f64::NAN,
    };
    page.state.frame.set(Arc::new(Frame {
        run: 1,
        epoch: 1_234_567,
        shape: Config::default().shape(),
        metrics,
        weights: vec![0.5; 25],
        map_side: 2,
        maps: vec![f32::NAN; 7 * 4],
        big: vec![f32::NAN; BIG_MAP * BIG_MAP],
        ..Frame::default()
    }));
    tick().await;
    assert_eq!(page.text("epoch"), "1,234,567");
    assert_eq!(page.get("epoch").get_attribute("data-value").as_deref(), Some("1234567"));
    assert_eq!(page.text("train-loss"), "0.007");
    assert_eq!(page.get("train-loss").get_attribute("data-value").as_deref(), Some("0.0070238"));
    assert_eq!(page.text("test-loss"), "—");
    assert!(page.find("test-accuracy").is_some());
}

#[wasm_bindgen_test]
async fn every_help_button_opens_its_card_in_both_languages() {
    let page = Page::open().await;
    for language in [Language::English, Language::Korean] {
        page.state.language.set(language);
        tick().await;
        // Asked for anew: another language may have built some of them anew.
        let buttons = page.root.query_selector_all("button.help").unwrap();
        // These four stand in menus that open on demand.
        let in_menus =
            [HelpTopic::Rules, HelpTopic::Precision, HelpTopic::Runtime, HelpTopic::Share];
        for &topic in HelpTopic::VARIANTS.iter().filter(|topic| !in_menus.contains(topic)) {
            let name: &str = topic.into();
            assert!(page.find(&format!("help-{name}")).is_some(), "no help for {name}");
        }
        for at in 0..buttons.length() {
            let button: HtmlElement = buttons.get(at).unwrap().unchecked_into();
            button.click();
            tick().await;
            let topic = button.get_attribute("data-testid").unwrap();
            assert!(page.text("help-card").len() > 40, "{topic}");
            button.click();
            tick().await;
            assert!(page.find("help-card").is_none(), "{topic} stays open");
        }
    }
}

#[wasm_bindgen_test]
async fn a_notice_is_spoken_shown_and_can_be_put_away() {
    let page = Page::open().await;
    page.state.notify(Notice::UnstableL2 { product: 3.0 });
    page.state.notify(Notice::UnstableL2 { product: 3.0 });
    tick().await;
    let list = page.root.query_selector_all("[data-testid='notice']").unwrap();
    assert_eq!(list.length(), 1, "the same thing is said once");
    let notice = page.get("notice");
    assert_eq!(notice.get_attribute("role").as_deref(), Some("status"));
    assert_eq!(notice.get_attribute("data-kind").as_deref(), Some("unstable_l2"));
    assert!(notice.text_content().unwrap().contains('3'));
    notice.query_selector("button").unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    tick().await;
    assert!(page.find("notice").is_none());
}

#[wasm_bindgen_test]
async fn what_the_playground_lacks_switches_to_modern_rules_and_says_so() {
    let page = Page::open().await;
    page.state.edit(|config| config.rules = Rules::Playground);
    page.state.edit(|config| config.samples = Some(1000));
    tick().await;
    assert_eq!(page.state.config.get_untracked().rules, Rules::Modern);
    assert_eq!(page.get("notice").get_attribute("data-kind").as_deref(), Some("modern_rules"));
}

#[wasm_bindgen_test]
async fn the_page_speaks_korean() {
    let page = Page::open().await;
    let before = page.text("article");
    page.state.language.set(Language::Korean);
    tick().await;
    assert_eq!(document().document_element().unwrap().get_attribute("lang").as_deref(), Some("ko"));
    let after = page.text("article");
    assert_ne!(before, after);
    assert!(after.chars().any(|letter| ('가'..='힣').contains(&letter)));
    page.state.language.set(Language::English);
    tick().await;
}

/// Case 29: without hovering or selecting, each thumbnail has a picture and a name of its own.
#[wasm_bindgen_test]
async fn thumbnails_can_be_told_apart() {
    let page = Page::open().await;
    let mut seen = std::collections::BTreeSet::new();
    for dataset in Dataset::VARIANTS.iter().filter(|set| set.problem() == Problem::Classification) {
        let name: &str = dataset.into();
        let button = page.get(&format!("dataset-{name}"));
        let canvas = button.query_selector("canvas").unwrap().unwrap();
        let canvas: HtmlCanvasElement = canvas.unchecked_into();
        assert!(canvas.width() > 0, "{name} is drawn");
        seen.insert((button.text_content().unwrap(), canvas.to_data_url().unwrap()));
    }
    let (names, pictures): (Vec<_>, Vec<_>) = seen.into_iter().unzip();
    assert!(names.iter().all(|name| !name.trim().is_empty()));
    for all in [names, pictures] {
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), distinct.len()), (4, 4));
    }
}

//! Components on a real document: what they show, and what touching them does.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::context::Provider;
use leptos::mount::mount_to;
use leptos::prelude::*;
use neural_playground::app::article::Article;
use neural_playground::app::controls::{self, Header, Notices, Overlays, Side, Strip};
use neural_playground::app::link::{self, entry::How};
use neural_playground::app::network::{self, Network};
use neural_playground::app::notice::Notice;
use neural_playground::app::output::OutputPanel;
use neural_playground::app::setting::{AUTO, Setting};
use neural_playground::app::state::{Origin, Run, use_page};
use neural_playground::app::text::Language;
use neural_playground::app::text::help::HelpTopic;
use neural_playground::app::text::kinds::ENGLISH;
use neural_playground::engine::activation::Activation;
use neural_playground::engine::callback::Callback;
use neural_playground::engine::config::{Config, Problem, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::Feature;
use neural_playground::engine::health::Dead;
use neural_playground::engine::kind::Kind as _;
use neural_playground::protocol::{BIG_MAP, Frame, Metrics};
use strum::VariantArray as _;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, EventInit, HtmlCanvasElement, HtmlElement, HtmlInputElement};

/// The page without a worker, on a part of the test's document; gone when dropped.
struct Page {
    run: Run,
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
        // As the style sheet has it: the card takes no room.
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(".help-card { position: fixed; inset: 0 auto auto 0 }"));
        document().body().unwrap().append_child(&style).unwrap();
        let found = Rc::new(Cell::new(None));
        let mounted = mount_to(root.clone(), {
            let found = Rc::clone(&found);
            move || {
                let run = Run::open();
                provide_context(run.page);
                provide_context(run);
                network::install(run);
                controls::install(run);
                found.set(Some(run));
                view! {
                    <Header />
                    <Strip />
                    <Side />
                    <Network>
                        <Notices />
                    </Network>
                    <OutputPanel />
                    <Article />
                    <Overlays />
                }
            }
        });
        let page = Self { run: found.get().unwrap(), root, _mounted: Box::new(mounted) };
        page.run.page.language.set(Language::English);
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

    /// Shows the frame with something else in it.
    fn show(&self, change: impl FnOnce(&mut Frame)) {
        self.run.scene.update(|scene| change(Arc::make_mut(&mut scene.frame)));
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
    assert_eq!(page.run.config.get_untracked().noise, 25.0);
    assert!(page.text("value-noise").contains("25"));
    assert_eq!(hash(), "");
    page.put("setting-noise", "30", &["input", "change"]).await;
    assert!(hash().contains("noise=30"), "{}", hash());
}

#[wasm_bindgen_test]
async fn features_layers_and_units_change_the_config() {
    let page = Page::open().await;
    let config = || page.run.config.get_untracked();
    page.click("feature-sinX").await;
    assert!(config().features.contains(Feature::SinX));
    page.click("add-layer").await;
    assert_eq!(config().hidden().len(), 3);
    page.click("layer-0-add").await;
    page.click("layer-1-remove").await;
    assert_eq!(config().hidden()[..2], [5, 1]);
    page.click("remove-layer").await;
    assert_eq!(config().hidden(), [5, 1]);
    page.click("layer-1-remove").await;
    assert_eq!(config().hidden(), [5, 1], "a layer keeps its last unit");
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
    page.show(|frame| {
        *frame = Frame {
            run: 1,
            epoch: 1_234_567,
            shape: Config::default().shape(),
            metrics,
            weights: vec![0.5; 25],
            map_side: 2,
            maps: vec![f32::NAN; 7 * 4],
            big: vec![f32::NAN; BIG_MAP * BIG_MAP],
            ..Frame::default()
        };
    });
    tick().await;
    assert_eq!(page.text("epoch"), "1,234,567");
    assert_eq!(page.get("epoch").get_attribute("data-value").as_deref(), Some("1234567"));
    assert_eq!(page.text("train-loss"), "0.00702");
    assert_eq!(page.get("train-loss").get_attribute("data-value").as_deref(), Some("0.0070238"));
    assert_eq!(page.text("test-loss"), "—");
    assert!(page.find("test-accuracy").is_some());
}

#[wasm_bindgen_test]
async fn all_words_that_explain_themselves_open_their_card_in_both_languages() {
    let page = Page::open().await;
    page.click("more-data").await;
    page.click("training-toggle").await;
    // What is told of dead units stands there where there are some.
    page.run.edit(|config| config.activation = Activation::Relu.into());
    // And of a curve where the data are those of one.
    page.run.edit(|config| config.dataset = Dataset::Curve.into());
    let dead = vec![Dead { layer: 0, dead: 1, units: 4 }];
    page.show(|frame| frame.health.dead = dead);
    for language in [Language::English, Language::Korean] {
        page.run.page.language.set(language);
        tick().await;
        // Asked for anew: another language may have built some of them anew.
        let buttons = page.root.query_selector_all("button.term").unwrap();
        // These stand in menus that open on demand, the last three among all help only.
        let in_menus = [
            HelpTopic::Rules,
            HelpTopic::Precision,
            HelpTopic::Runtime,
            HelpTopic::RunTo,
            HelpTopic::Share,
            HelpTopic::Take,
            HelpTopic::Step,
            HelpTopic::Speed,
            HelpTopic::Colours,
        ];
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
    page.run.page.notify(Notice::UnstableL2 { product: 3.0 });
    page.run.page.notify(Notice::UnstableL2 { product: 3.0 });
    tick().await;
    let list = page.root.query_selector_all("[data-testid='notice']").unwrap();
    assert_eq!(list.length(), 1, "the same thing is said once");
    let notice = page.get("notice");
    assert!(page.text("announcer").contains('3'));
    assert_eq!(notice.get_attribute("data-kind").as_deref(), Some("unstable_l2"));
    assert!(notice.text_content().unwrap().contains('3'));
    notice.query_selector("button").unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    tick().await;
    assert!(page.find("notice").is_none());
}

#[wasm_bindgen_test]
async fn what_the_playground_lacks_switches_to_modern_rules_and_says_so() {
    let page = Page::open().await;
    page.run.edit(|config| config.rules = Rules::Playground);
    page.run.edit(|config| config.samples = Some(1000));
    tick().await;
    assert_eq!(page.run.config.get_untracked().rules, Rules::Modern);
    assert_eq!(page.get("notice").get_attribute("data-kind").as_deref(), Some("modern_rules"));
}

#[wasm_bindgen_test]
async fn the_page_speaks_korean() {
    let page = Page::open().await;
    let before = page.text("article");
    page.run.page.language.set(Language::Korean);
    tick().await;
    assert_eq!(document().document_element().unwrap().get_attribute("lang").as_deref(), Some("ko"));
    let after = page.text("article");
    assert_ne!(before, after);
    assert!(after.chars().any(|letter| ('가'..='힣').contains(&letter)));
    page.run.page.language.set(Language::English);
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
        assert_eq!((all.len(), distinct.len()), (11, 11));
    }
}

#[wasm_bindgen_test]
async fn the_training_panel_is_closed_until_it_is_asked_for() {
    let page = Page::open().await;
    assert!(page.find("training-panel").is_none());
    assert!(page.text("training-toggle").contains("SGD"));
    page.click("training-toggle").await;
    let toggle = page.get("training-toggle");
    assert_eq!(toggle.get_attribute("aria-expanded").as_deref(), Some("true"));
    assert!(page.find("training-panel").is_some());
    page.put("setting-optimizer", "adam", &["change"]).await;
    assert!(page.text("training-toggle").contains("Adam"));
    page.click("training-toggle").await;
    assert!(page.find("training-panel").is_none());
}

/// Each kind of each choice, one after the other: its sentences, its curve, exactly its knobs.
#[wasm_bindgen_test]
async fn every_kind_shows_what_it_is_and_exactly_its_knobs() {
    let page = Page::open().await;
    page.click("training-toggle").await;
    let shown = [Setting::Activation, Setting::Initializer, Setting::OutputActivation]
        .into_iter()
        .chain([Setting::Loss, Setting::Optimizer, Setting::Schedule]);
    for setting in shown {
        let key = setting.key();
        for name in setting.names().into_iter().filter(|name| *name != AUTO) {
            page.put(&format!("setting-{key}"), name, &["change"]).await;
            let config = page.run.config.get_untracked();
            let chosen = setting.chosen(&config).expect("it is a choice");
            assert_eq!(chosen.name, name, "{key}");
            let about = page.text(&format!("about-{key}"));
            assert!(about.contains(ENGLISH.about(chosen.kind)), "{about}");
            assert!(page.find(&format!("sparkline-{key}")).is_some(), "{key}");
            let prefix = format!("[data-testid^='knob-{key}-']");
            let knobs = page.root.query_selector_all(&prefix).unwrap();
            assert_eq!(knobs.length() as usize, chosen.knobs.len(), "{key} {name}");
            for knob in chosen.knobs {
                page.get(&format!("knob-{key}-{}", knob.name));
            }
        }
    }
}

#[wasm_bindgen_test]
async fn a_knob_is_dragged_typed_and_switched() {
    let page = Page::open().await;
    page.click("training-toggle").await;
    page.put("setting-optimizer", "adam", &["change"]).await;
    let value = |name: &str| page.run.config.get_untracked().optimizer.get(name);
    assert!(hash().ends_with("optimizer=adam"), "{}", hash());
    page.put("slider-optimizer-beta_1", "0.5", &["input"]).await;
    assert_eq!(value("beta_1"), Some(0.5));
    assert!(hash().ends_with("optimizer=adam"), "{}", hash());
    page.put("slider-optimizer-beta_1", "0.6", &["input", "change"]).await;
    assert!(hash().ends_with("optimizer=adam(beta_1:0.6)"), "{}", hash());
    let field: HtmlInputElement = page.get("knob-optimizer-beta_1").unchecked_into();
    assert_eq!(field.value(), "0.6");
    page.put("knob-optimizer-beta_2", "0.95", &["change"]).await;
    assert_eq!((value("beta_1"), value("beta_2")), (Some(0.6), Some(0.95)));
    page.put("knob-optimizer-beta_2", "abc", &["change"]).await;
    assert_eq!(value("beta_2"), Some(0.95));
    assert_eq!(page.get("notice").get_attribute("data-kind").as_deref(), Some("replaced"));
    page.click("knob-optimizer-amsgrad").await;
    assert_eq!(value("amsgrad"), Some(1.0));
    page.put("knob-optimizer-epsilon", "7", &["change"]).await;
    assert_eq!(value("epsilon"), Some(1.0), "the nearest value allowed");
}

#[wasm_bindgen_test]
async fn what_is_left_open_says_what_suits() {
    let page = Page::open().await;
    page.click("training-toggle").await;
    assert!(page.text("setting-outputActivation").contains("tanh (auto)"));
    page.put("setting-loss", "binary_crossentropy", &["change"]).await;
    assert!(page.text("setting-outputActivation").contains("sigmoid (auto)"));
    assert!(page.text("setting-labelCoding").contains("0, 1 (auto)"));
    assert!(page.find("loss-misfit").is_none());
    page.put("setting-outputActivation", "tanh", &["change"]).await;
    assert!(page.text("loss-misfit").contains("sigmoid"));
    page.put("setting-outputActivation", "auto", &["change"]).await;
    assert!(page.find("loss-misfit").is_none());
    assert_eq!(page.run.config.get_untracked().output.activation, None);
    page.run.edit(|config| config.problem = Problem::Regression);
    tick().await;
    assert!(page.find("setting-labelCoding").is_none(), "numbers have no classes");
}

#[wasm_bindgen_test]
async fn callbacks_are_switched_on_tuned_and_off() {
    let page = Page::open().await;
    page.click("training-toggle").await;
    for callback in Callback::all() {
        let name: &str = callback.into();
        page.click(&format!("callback-{name}")).await;
        for knob in callback.knobs() {
            page.get(&format!("knob-{name}-{}", knob.name));
        }
    }
    page.put("knob-early_stopping-patience", "3", &["change"]).await;
    page.put("knob-early_stopping-monitor", "1", &["change"]).await;
    let text = || Setting::Callbacks.get(&page.run.config.get_untracked());
    assert!(text().starts_with("early_stopping(monitor:1,patience:3),"), "{}", text());
    page.click("callback-early_stopping").await;
    assert_eq!(text(), "reduce_lr_on_plateau,stop_at_loss,stop_at_accuracy");
    assert!(page.find("knob-early_stopping-patience").is_none());
}

#[wasm_bindgen_test]
async fn a_data_set_has_its_knobs_below_its_picture() {
    let page = Page::open().await;
    assert!(page.find("knob-dataset-classes").is_none());
    page.click("dataset-arms").await;
    page.put("slider-dataset-classes", "5", &["input", "change"]).await;
    assert!(hash().contains("dataset=arms(classes:5)"), "{}", hash());
    page.click("dataset-arms").await;
    assert!(hash().contains("dataset=arms(classes:5)"), "chosen already: it keeps its knobs");
    page.run.edit(|config| config.problem = Problem::Regression);
    tick().await;
    page.click("dataset-reg-field").await;
    page.get("knob-regDataset-swirl");
}

/// Nothing in the panel lacks a name for those who do not see it.
#[wasm_bindgen_test]
async fn every_control_of_the_panel_has_a_name() {
    let page = Page::open().await;
    page.click("training-toggle").await;
    for optimizer in Setting::Optimizer.names() {
        page.put("setting-optimizer", optimizer, &["change"]).await;
        let panel = page.get("training-panel");
        let controls = panel.query_selector_all("input, select, button").unwrap();
        for at in 0..controls.length() {
            let control: Element = controls.get(at).unwrap().unchecked_into();
            let labelled = control.get_attribute("aria-label").is_some()
                || control.closest("label").unwrap().is_some()
                || !control.text_content().unwrap().trim().is_empty()
                    && control.tag_name() == "BUTTON"
                || page
                    .root
                    .query_selector(&format!("label[for='{}']", control.id()))
                    .unwrap()
                    .is_some()
                || control.get_attribute("aria-labelledby").is_some_and(|id| {
                    page.root.query_selector(&format!("[id='{id}']")).unwrap().is_some()
                });
            assert!(labelled, "{}", control.outer_html());
        }
    }
}

#[wasm_bindgen_test]
async fn the_learning_rate_in_use_is_shown() {
    let page = Page::open().await;
    page.click("training-toggle").await;
    page.show(|frame| frame.learning_rate = 0.012_345);
    tick().await;
    assert_eq!(page.text("learning-rate-now"), "0.0123");
    page.get("find-rate");
}

/// Another run, with parts of the page that show it.
#[component]
fn Beside(
    /// Takes the run out.
    found: StoredValue<Option<Run>>,
) -> impl IntoView {
    let run = Run::beside(use_page(), Config::default());
    found.set_value(Some(run));
    network::install(run);
    view! {
        <Provider value=run>
            <div data-testid="beside">
                <Strip />
                <Side />
                <Network>
                    <Notices />
                </Network>
                <OutputPanel />
            </div>
        </Provider>
    }
}

#[wasm_bindgen_test]
async fn two_runs_stand_side_by_side() {
    let page = Page::open().await;
    let found = StoredValue::new(None);
    let (first, root) = (page.run, page.root.clone());
    let _mounted = mount_to(root, move || {
        provide_context(first.page);
        provide_context(first);
        controls::install(first);
        view! { <Beside found /> }
    });
    tick().await;
    let second = found.get_value().unwrap();
    let beside = page.get("beside");
    // What is open is open for both.
    page.click("training-toggle").await;
    let named = page.root.query_selector_all("[id]").unwrap();
    let ids: Vec<String> = (0..named.length())
        .map(|at| named.get(at).unwrap().unchecked_into::<Element>().id())
        .collect();
    let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "an id stands twice: {ids:?}");
    for name in ["for", "aria-labelledby"] {
        let pairs = beside.query_selector_all(&format!("[{name}]")).unwrap();
        assert!(pairs.length() > 0);
        for at in 0..pairs.length() {
            let one: Element = pairs.get(at).unwrap().unchecked_into();
            let id = one.get_attribute(name).unwrap();
            let other = beside.query_selector(&format!("[id='{id}']")).unwrap();
            assert!(other.is_some(), "{} goes with what is elsewhere", one.outer_html());
        }
    }
    // What is done to one does not touch the other, nor the address.
    let add = beside.query_selector("[data-testid='add-layer']").unwrap().unwrap();
    add.unchecked_into::<HtmlElement>().click();
    let frame = |train_loss: f64| Frame {
        run: 1,
        shape: Config::default().shape(),
        metrics: Metrics { train_loss, ..Metrics::default() },
        ..Frame::default()
    };
    second.scene.update(|scene| scene.frame = Arc::new(frame(0.25)));
    page.show(|shown| *shown = frame(0.75));
    tick().await;
    assert_eq!(first.config.get_untracked().hidden().len(), 2);
    assert_eq!(second.config.get_untracked().hidden().len(), 3);
    assert_eq!(hash(), "");
    let loss = beside.query_selector("[data-testid='train-loss']").unwrap().unwrap();
    assert_eq!(loss.text_content().as_deref(), Some("0.250"));
    assert_eq!(page.text("train-loss"), "0.750");
}

#[wasm_bindgen_test]
async fn a_link_from_elsewhere_is_adopted_whole() {
    let page = Page::open().await;
    page.run.edit(|config| config.set_hidden(&[4, 2, 3]));
    let shown: Vec<u32> =
        page.run.config.get_untracked().layers.iter().map(|layer| layer.id).collect();
    let link = link::parse("networkShape=2,3&discretize=true&noise=5").link;
    page.run.adopt(link, Origin::Elsewhere(How::Push));
    tick().await;
    let config = page.run.config.get_untracked();
    assert_eq!((config.hidden(), config.noise), (vec![2, 3], 5.0));
    assert!(page.run.page.view.get_untracked().discretize);
    assert!(hash().contains("networkShape=2,3") && hash().contains("noise=5"), "{}", hash());
    assert_eq!(shown.len(), 3);
    page.run.adopt(link::parse("noise=5&networkShape=2").link, Origin::Elsewhere(How::Replace));
    let ids: Vec<u32> = page.run.config.get_untracked().layers.iter().map(|l| l.id).collect();
    assert_eq!(ids, [config.layers[0].id], "the layer that is left is the one that was there");
}

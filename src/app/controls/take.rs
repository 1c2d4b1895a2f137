//! The dialog in which a visitor takes the network along: the formats that hold it, and the file of the whole
//! run. What they are and what is known of each, `offers` says; the program of networks' files writes them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use strum::VariantArray as _;

use super::made_link::copy;
use super::shell::Shell;
use crate::app::import::{Arrival, ChooseFile};
use crate::app::offers::{Group, Item, Known};
use crate::app::part::part;
use crate::app::program::ask;
use crate::app::reactive::{effect, memo};
use crate::app::saved::saved;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::take::{self, Words};
use crate::app::widgets::dialog::Dialog;
use crate::app::widgets::download::download_file;
use crate::engine::table::Table;
use crate::formats::run;
use crate::formats::{Accelerator, Answer, File, Format, Offer, Order, Refused, Snapshot, Wishes};

/// The media type of a run file: none that anything else opens.
const MEDIA: &str = "application/octet-stream";

part! {
    /// The dialog.
    pub(super) dialog in take: TakeDialog()
}

/// Why something cannot be had now.
#[derive(Clone, Debug, PartialEq)]
enum Wrong {
    /// No state was told.
    NoState,
    /// The program has not answered.
    Unreached,
    /// It cannot read the state.
    Unfit,
    /// The format does not hold the network after all.
    Refused(Refused),
    /// The browser has made no file.
    NotMade,
}

/// What the dialog knows (a context).
#[derive(Clone, Copy)]
struct Taker {
    run: Run,
    /// What each format makes of the network; none while that is asked.
    offers: RwSignal<Option<Vec<Offer>>>,
    /// Why nothing has come of the last question, and what it was about: all of them or one.
    wrong: RwSignal<Option<(Option<Item>, Wrong)>>,
    /// What is being written.
    busy: RwSignal<Option<Item>>,
    /// What a notebook is to be run on.
    accelerator: RwSignal<Accelerator>,
}

/// The dialog.
#[component]
fn TakeDialog() -> impl IntoView {
    let Shell { take, .. } = expect_context();
    let arrival = expect_context::<Arrival>();
    // What is brought has a dialog of its own.
    effect(move || {
        if arrival.waits() {
            take.set(false);
        }
    });
    view! {
        <Dialog id="take-dialog" title=|words| words.take open=take>
            <Content />
        </Dialog>
    }
}

/// What the dialog shows; it asks as soon as it stands.
#[component]
fn Content() -> impl IntoView {
    let page = use_page();
    let taker = Taker::new(use_run());
    provide_context(taker);
    taker.ask_offers();
    let words = move || page.words(take::of);
    let asking = move || taker.offers.with(Option::is_none) && taker.all_wrong().is_none();
    view! {
        <div class="take">
            <p class="dialog-lead">{move || words().lead}</p>
            <p class="take-state" role="status" data-testid="take-state">
                {move || asking().then(|| words().asking)}
            </p>
            <Show when=move || taker.all_wrong().is_some()>
                <p class="take-wrong" role="alert" data-testid="take-wrong">
                    {move || taker.all_wrong().map(|wrong| said(&wrong, words()))} " "
                    <button
                        type="button"
                        class="link-button"
                        data-testid="take-again"
                        on:click=move |_| taker.ask_offers()
                    >
                        {move || words().try_again}
                    </button>
                </p>
            </Show>
            {Group::VARIANTS.iter().map(|&group| view! { <Listed group /> }).collect_view()}
            <p class="take-state" data-testid="take-back">
                {move || words().back} " "
                <ChooseFile id="take-open" label=Signal::derive(move || page.text().controls.bring) />
            </p>
        </div>
    }
}

/// A head and what is listed below it.
#[component]
fn Listed(
    /// The group.
    group: Group,
) -> impl IntoView {
    let page = use_page();
    let row = |item| view! { <Row item /> };
    view! {
        <section class="take-group">
            <h3>{move || (page.words(take::of).groups)(group)}</h3>
            <ul class="take-list">{group.items().into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// An item: its name, what it is, what is to be known of it, and its buttons. One that cannot be had says
/// why, and can be reached all the same.
#[component]
fn Row(
    /// The item.
    item: Item,
) -> impl IntoView {
    let page = use_page();
    let taker = expect_context::<Taker>();
    let words = move || page.words(take::of);
    let key = item.key();
    let reason = taker.run.element(&format!("take-{key}-why"));
    let why = reason.clone();
    let is_ready = memo(move || taker.is_ready(item));
    let name = move || (words().names)(item);
    let remarks = move || {
        taker.offers.with(|offers| match item.known(offers.as_deref()) {
            Known::Nothing => Vec::new(),
            Known::Ready(notes) => notes.iter().map(words().note).collect(),
            Known::Refused(why) => vec![(words().refused)(why)],
        })
    };
    let wrong = move || {
        let of_item =
            |(of, wrong): &(Option<Item>, Wrong)| (*of == Some(item)).then(|| said(wrong, words()));
        taker.wrong.with(|wrong| wrong.as_ref().and_then(of_item))
    };
    let remark = |line: String| view! { <span>{line}</span> };
    let is_script = item == Item::Format(Format::KerasCode);
    let copy_button = is_script.then(|| {
        view! {
            <button
                type="button"
                class="button button--plain"
                data-testid="take-keras-code-copy"
                aria-disabled=move || (!is_ready.get()).then_some("true")
                on:click=move |_| taker.copy_script()
            >
                {move || words().copy}
            </button>
        }
    });
    let is_notebook = item == Item::Format(Format::Notebook);
    view! {
        <li class="take-item" class:take-item--off=move || !is_ready.get() data-testid=format!("take-item-{key}")>
            <div class="take-said">
                <b>{name}</b>
                <p>{move || (words().about)(item)}</p>
                <p class="take-remarks" id=reason data-testid=format!("take-{key}-remarks")>
                    {move || remarks().into_iter().map(remark).collect_view()}
                </p>
                <p class="take-wrong" role="alert" data-testid=format!("take-{key}-wrong")>{wrong}</p>
            </div>
            <div class="take-buttons">
                {is_notebook.then(|| view! { <Accelerators taker /> })}
                {copy_button}
                <button
                    type="button"
                    class="button button--plain"
                    data-testid=format!("take-{key}")
                    aria-label=move || (words().save_item)(name())
                    aria-describedby=why
                    aria-disabled=move || (!is_ready.get()).then_some("true")
                    aria-busy=move || (taker.busy.get() == Some(item)).then_some("true")
                    on:click=move |_| taker.save(item)
                >
                    {move || words().save}
                </button>
            </div>
        </li>
    }
}

/// What a notebook is to be run on.
#[component]
fn Accelerators(
    /// What the dialog knows.
    taker: Taker,
) -> impl IntoView {
    let page = use_page();
    let words = move || page.words(take::of);
    let option = move |&accelerator: &'static Accelerator| {
        let name: &str = accelerator.into();
        view! {
            <option value=name prop:selected=move || taker.accelerator.get() == accelerator>
                {move || (words().accelerators)(accelerator)}
            </option>
        }
    };
    view! {
        <select
            class="select"
            data-testid="take-accelerator"
            aria-label=move || words().accelerator
            title=move || words().accelerator
            on:change=move |event| {
                if let Ok(accelerator) = event_target_value(&event).parse() {
                    taker.accelerator.set(accelerator);
                }
            }
        >
            {Accelerator::VARIANTS.iter().map(option).collect_view()}
        </select>
    }
}

impl Taker {
    fn new(run: Run) -> Self {
        Self {
            run,
            offers: RwSignal::new(None),
            wrong: RwSignal::new(None),
            busy: RwSignal::new(None),
            accelerator: expect_context::<Shell>().accelerator,
        }
    }

    /// Why nothing at all can be offered (reactive).
    fn all_wrong(self) -> Option<Wrong> {
        let of_all = |(of, wrong): &(Option<Item>, Wrong)| of.is_none().then(|| wrong.clone());
        self.wrong.with(|wrong| wrong.as_ref().and_then(of_all))
    }

    /// Whether an item can be had (reactive).
    fn is_ready(self, item: Item) -> bool {
        self.offers.with(|offers| match item.known(offers.as_deref()) {
            Known::Ready(_) => true,
            Known::Nothing | Known::Refused(_) => false,
        })
    }

    /// Has the program try all formats on the network of this moment.
    fn ask_offers(self) {
        self.wrong.set(None);
        self.ask(
            |run| Order::Offer { run },
            move |answer| match answer {
                Ok(Answer::Offers(offers)) => {
                    self.offers.try_set(Some(offers));
                }
                Ok(_) => self.fails(None, Wrong::Unfit),
                Err(wrong) => self.fails(None, wrong),
            },
        );
    }

    /// Hands an item to the visitor, as it is at this moment.
    fn save(self, item: Item) {
        match item {
            Item::Format(format) => self.write(format, move |files| self.hand(item, files)),
            Item::Run => self.save_run(),
        }
    }

    /// Puts the script on the clipboard; where the browser lets the page copy nothing, it becomes a file.
    fn copy_script(self) {
        let item = Item::Format(Format::KerasCode);
        self.write(Format::KerasCode, move |files| {
            let page = self.run.page;
            for file in files {
                let said = move || page.say(untrack(|| page.words(take::of)).copied.to_owned());
                let again = file.clone();
                let refused = move || self.hand(item, std::slice::from_ref(&again));
                copy(&String::from_utf8_lossy(&file.bytes), said, refused);
            }
        });
    }

    /// Has the files of a format written and handed on, if it can be had and nothing else is being written.
    fn write(self, format: Format, hand: impl FnOnce(&[File]) + 'static) {
        let item = Item::Format(format);
        if !self.begins(item) {
            return;
        }
        let page = self.run.page;
        let wishes = Wishes {
            accelerator: self.accelerator.get_untracked(),
            language: page.language.get_untracked(),
            link: page.address(),
        };
        self.ask(
            move |run| Order::Write { format, wishes, run },
            move |answer| {
                self.busy.try_set(None);
                match answer {
                    Ok(Answer::Written(Ok(written))) => hand(&written.files),
                    Ok(Answer::Written(Err(why))) => self.fails(Some(item), Wrong::Refused(why)),
                    Ok(_) => self.fails(Some(item), Wrong::Unfit),
                    Err(wrong) => self.fails(Some(item), wrong),
                }
            },
        );
    }

    /// Writes the file of the whole run, which the page can do by itself.
    fn save_run(self) {
        let run = self.run;
        if !self.begins(Item::Run) {
            return;
        }
        let (now, choice) = (snapshot(run), run.choice.get_untracked());
        run.tell_state(move |told| {
            self.busy.try_set(None);
            let Some((epoch, state)) = told else {
                return self.fails(Some(Item::Run), Wrong::NoState);
            };
            let bytes = run::write(&saved(Snapshot { state: state.to_vec(), ..now }, choice));
            let name = format!("neural-playground-{epoch}{}", run::ENDING);
            match bytes {
                Some(bytes) => self.hand(Item::Run, &[File::new(&name, MEDIA, bytes)]),
                None => self.fails(Some(Item::Run), Wrong::NotMade),
            }
        });
    }

    /// Hands files to the visitor and says so.
    fn hand(self, item: Item, files: &[File]) {
        let page = self.run.page;
        // Each of them, whatever has become of the one before.
        let made = files.iter().filter(|file| download_file(file, page)).count();
        if made < files.len() {
            return self.fails(Some(item), Wrong::NotMade);
        }
        let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
        page.say((untrack(|| page.words(take::of)).saved)(&names.join(", ")));
    }

    /// Has the program answer a question about the run as it stands. The dialog may be closed by then.
    fn ask(
        self,
        order: impl FnOnce(Snapshot) -> Order + 'static,
        hear: impl FnOnce(Result<Answer, Wrong>) + 'static,
    ) {
        let order = order(snapshot(self.run));
        self.run.tell_state(move |told| match told {
            None => hear(Err(Wrong::NoState)),
            Some((_, state)) => spawn_local(async move {
                hear(ask(&order, [state]).await.ok_or(Wrong::Unreached));
            }),
        });
    }

    /// Whether an item can be had and nothing else is being written; it is then.
    fn begins(self, item: Item) -> bool {
        let begins = untrack(|| self.is_ready(item)) && self.busy.get_untracked().is_none();
        if begins {
            self.wrong.set(None);
            self.busy.set(Some(item));
        }
        begins
    }

    /// Nothing has come of an item, or of all of them.
    fn fails(self, item: Option<Item>, wrong: Wrong) {
        self.wrong.try_set(Some((item, wrong)));
    }
}

/// A run as the page knows it, without its state.
fn snapshot(run: Run) -> Snapshot {
    let config = Box::new(run.config.get_untracked());
    let get = |own| run.page.tables.with_value(|tables| tables.get(own));
    let table = config.own.as_ref().and_then(get);
    let table = table.map(|table| Box::new(Table::clone(&table)));
    let curve = run.curve.with_untracked(|curve| curve.points().to_vec());
    Snapshot { config, table, curve, state: Vec::new() }
}

/// Why something cannot be had, in words.
fn said(wrong: &Wrong, words: &Words) -> String {
    match wrong {
        Wrong::NoState => words.no_state.to_owned(),
        Wrong::Unreached => words.unreached.to_owned(),
        Wrong::Unfit => words.unfit.to_owned(),
        Wrong::Refused(why) => (words.refused)(why),
        Wrong::NotMade => words.not_made.to_owned(),
    }
}

//! The browser's record of what its threads did: which layouts and styles a script forced (those
//! within a script's time on the same thread), and what the page's main thread was busy with.

use serde_json::Value;

/// The record's names for a running script.
const SCRIPTS: [&str; 3] = ["FunctionCall", "EvaluateScript", "RunMicrotasks"];
/// Its name for computing styles, which only a page's main thread does.
const STYLES: &str = "UpdateLayoutTree";

/// How often something was computed, and how often because a script asked.
pub struct Count {
    pub all: usize,
    pub forced: usize,
}

/// An event of the page's main thread, in µs.
struct Span<'a> {
    name: &'a str,
    start: f64,
    length: f64,
}

/// What the page's main thread did in the last seconds of a record.
pub struct Trace<'a>(Vec<Span<'a>>);

impl<'a> Trace<'a> {
    /// The end of a record.
    pub fn last(events: &'a [Value], seconds: f64) -> Self {
        let time = |event: &Value| event["ts"].as_f64().unwrap_or_default();
        let thread = |event: &'a Value| (&event["pid"], &event["tid"]);
        let from = events.iter().map(time).fold(0.0, f64::max) - seconds * 1e6;
        let recent = || events.iter().filter(|event| time(event) >= from);
        // The browser's own pages compute styles, too: now and then.
        let styles = || recent().filter(|event| event["name"] == STYLES);
        let of_thread =
            |&event: &&'a Value| styles().filter(|e| thread(e) == thread(event)).count();
        let Some(main) = styles().max_by_key(of_thread).map(thread) else {
            return Self(Vec::new());
        };
        let span = |event: &'a Value| {
            let (name, length) = (event["name"].as_str()?, event["dur"].as_f64()?);
            Some(Span { name, start: time(event), length })
        };
        Self(recent().filter(|event| thread(event) == main).filter_map(span).collect())
    }

    fn named<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = &Span<'a>> + use<'_, 'n, 'a> {
        self.0.iter().filter(move |span| names.contains(&span.name))
    }

    /// Seconds spent in events of a name.
    pub fn seconds(&self, name: &str) -> f64 {
        self.named(&[name]).map(|span| span.length / 1e6).sum()
    }

    /// Counts the events of a name.
    pub fn count(&self, name: &str) -> Count {
        let within = |inner: &Span<'_>, outer: &Span<'_>| {
            outer.start <= inner.start && inner.start + inner.length <= outer.start + outer.length
        };
        let forced = |span: &&Span<'_>| self.named(&SCRIPTS).any(|script| within(span, script));
        let found: Vec<&Span<'_>> = self.named(&[name]).collect();
        Count { all: found.len(), forced: found.into_iter().filter(forced).count() }
    }

    /// Counts how often styles were computed.
    pub fn styles(&self) -> Count {
        self.count(STYLES)
    }
}

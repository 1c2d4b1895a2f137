//! What is brought, told by what is in it: a run file, a network of another program, or else a table.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Blob;

use super::program::{Importer, Kind, bytes};
use super::way_in::Brought;
use crate::formats::opened::{START, is_network};
use crate::formats::run::{ENDING, SIGN};

impl Importer {
    /// Takes in what was brought. Of several files the first one counts, or else the first network, which
    /// the others may belong to.
    pub fn receive(self, brought: Brought) {
        let Brought { run, file, name, mut beside } = brought;
        spawn_local(async move {
            let first = start(&file).await;
            let called = name.clone().unwrap_or_default();
            if name.is_some()
                && (first.starts_with(&SIGN) || called.to_ascii_lowercase().ends_with(ENDING))
            {
                self.shows(run, file, name, Kind::Run);
                self.others.set(!beside.is_empty());
                return self.open_run();
            }
            if is_network(&called, &first) {
                self.shows(run, file, name, Kind::Network { beside });
                return self.open_network();
            }
            for at in 0..beside.len() {
                let Some((called, own)) = beside.get(at).cloned() else { continue };
                if is_network(&called, &start(&own).await) {
                    beside.remove(at);
                    beside.extend(name.map(|name| (name, file)));
                    self.shows(run, own, Some(called), Kind::Network { beside });
                    return self.open_network();
                }
            }
            self.bring(run, file, name);
            self.others.set(!beside.is_empty());
        });
    }
}

/// The first bytes of a file; none where it cannot be read, which whoever reads it then says.
async fn start(file: &Blob) -> Vec<u8> {
    bytes(file, 0..START).await.map(|bytes| bytes.to_vec()).unwrap_or_default()
}

//! A run as Keras code: one Python script that builds, compiles and trains the same network over the same
//! rows from the same first weights. It is a list of [`Section`]s, which a notebook has as its cells.
//!
//! What Keras has is called by its name; what it does not have (the page's own loss and penalties, the
//! batches of Playground rules, some activations) is defined in the script, with the reason beside it.
//! `fit` trains in every case.

mod data;
mod formula;
mod model;
mod python;
mod training;
mod words;

pub(super) use data::{batches, columns, set_up, told};
pub(super) use python::{list, number, quoted};
pub(super) use words::{Words, words};

use super::format::{Accelerator, File, Refused, Wishes, Written};
use super::trained::Trained;

/// The epochs of a script whose run has not been trained on the page.
const EPOCHS: u64 = 100;

/// A part of a script, a cell of a notebook.
pub(super) struct Section {
    /// Its heading.
    pub title: &'static str,
    /// What it is about.
    pub text: &'static str,
    /// What it does.
    pub code: String,
}

/// What all sections read.
pub(super) struct Writer<'a> {
    /// The run.
    pub trained: &'a Trained,
    /// The words of the visitor's language.
    pub words: &'static Words,
    /// Whether it computes with 64 bits.
    pub wide: bool,
}

impl<'a> Writer<'a> {
    /// That of a run.
    ///
    /// # Errors
    /// Where it has no row to learn from: then there is nothing that `fit` could do.
    pub fn new(trained: &'a Trained, wishes: &Wishes) -> Result<Self, Refused> {
        if trained.data.train.is_empty() {
            return Err(Refused::Lacks(vec!["training data".to_owned()]));
        }
        let narrow = wishes.accelerator == Accelerator::Tpu;
        let wide = trained.is_wide() && !narrow;
        Ok(Self { trained, words: words(wishes.language), wide })
    }

    /// The sections behind the set-up, in their order; the last one trains.
    pub fn sections(&self) -> Vec<Section> {
        let words = self.words;
        let section = |title, text, code| Section { title, text, code };
        vec![
            section(words.data, words.data_text, data::rows(self)),
            section(words.inputs, words.inputs_text, data::inputs(self)),
            section(words.model, words.model_text, model::write(self)),
            section(words.training, words.training_text, training::compile(self)),
            section(words.fit, words.fit_text, training::fit(self)),
        ]
    }

    /// How many epochs it trains for.
    pub fn epochs(&self) -> u64 {
        match self.trained.progress.epoch {
            0 => EPOCHS,
            epochs => epochs,
        }
    }
}

/// A text as a comment, in lines that are not too long, each with `indent` before it.
fn comment(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() > 88 {
            lines.push_str(&format!("{indent}#{line}\n"));
            line.clear();
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push_str(&format!("{indent}#{line}\n"));
    lines
}

/// A link without anything that a link does not have: it stands in a comment, where a line must not end.
pub(super) fn bare_link(link: &str) -> String {
    link.chars().filter(|sign| sign.is_ascii_graphic() && !matches!(sign, '<' | '>')).collect()
}

/// The script of a run.
///
/// # Errors
/// Where it has no row to learn from.
pub fn write(trained: &Trained, wishes: &Wishes) -> Result<Written, Refused> {
    let accelerator = Accelerator::None;
    let writer = Writer::new(trained, &Wishes { accelerator, ..wishes.clone() })?;
    let words = writer.words;
    let mut script = format!("# {}\n#\n{}", words.title, comment(words.about, ""));
    let link = bare_link(&wishes.link);
    if !link.is_empty() {
        script.push_str(&format!("# {link}\n"));
    }
    script.push_str(&comment(words.needs, ""));
    let (title, text, code) = (words.set_up, words.set_up_text, set_up(&writer));
    let all = [Section { title, text, code }].into_iter().chain(writer.sections());
    for Section { title, text, code } in all {
        // `# %%` begins a cell for editors that know cells in scripts.
        script.push_str(&format!("\n# %% {title}\n{}{code}", comment(text, "")));
    }
    Ok(Written::one(File::new("neural_playground.py", "text/x-python", script)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_keeps_to_its_lines() {
        let text = "word ".repeat(40);
        let lines = comment(&text, "    ");
        assert_eq!(lines.lines().count(), 3);
        assert!(lines.lines().all(|line| line.starts_with("    # word") && line.len() < 100));
        assert_eq!(bare_link("https://a.b/#x=1\nimport os"), "https://a.b/#x=1importos");
    }
}

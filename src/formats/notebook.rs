//! A run as a Jupyter notebook (nbformat 4.5, <https://nbformat.readthedocs.io/en/latest/format_description.html>):
//! the sections of the script, and behind them pictures and the saved model. Colab reads from the metadata
//! which runtime to start.

mod plots;

use super::code::{Section, Writer, bare_link, batches, set_up};
use super::format::{Accelerator, File, Refused, Wishes, Written};
use super::json::{list, null, object, text};
use super::trained::Trained;

/// Lines as the format has them: a list, each with its end.
fn lines(all: &str) -> String {
    list(all.trim_end().split_inclusive('\n').map(text))
}

/// A cell of text.
fn markdown(id: usize, source: &str) -> String {
    object(&[
        ("cell_type", text("markdown")),
        ("id", text(&format!("cell-{id}"))),
        ("metadata", object(&[])),
        ("source", lines(source)),
    ])
}

/// A cell of code that nobody has run.
fn code(id: usize, source: &str) -> String {
    object(&[
        ("cell_type", text("code")),
        ("execution_count", null()),
        ("id", text(&format!("cell-{id}"))),
        ("metadata", object(&[])),
        ("outputs", list::<&str>([])),
        ("source", lines(source)),
    ])
}

/// What the notebook is run on: the kernel, and Colab's runtime.
fn metadata(accelerator: Accelerator) -> String {
    let python = ("name", text("python"));
    let kernel = [
        ("display_name", text("Python 3")),
        ("language", text("python")),
        ("name", text("python3")),
    ];
    let (kind, model) = match accelerator {
        Accelerator::None => (None, None),
        Accelerator::Gpu => (Some("GPU"), Some("T4")),
        Accelerator::Tpu => (Some("TPU"), Some("V5E1")),
    };
    let mut colab = vec![("provenance", list::<&str>([]))];
    colab.extend(model.map(|model| ("gpuType", text(model))));
    let mut all = vec![
        ("colab", object(&colab)),
        ("kernelspec", object(&kernel)),
        ("language_info", object(&[python])),
    ];
    all.extend(kind.map(|kind| ("accelerator", text(kind))));
    object(&all)
}

/// Shares each batch out among several devices, where that can be done.
fn devices(writer: &Writer<'_>) -> String {
    let sizes: Vec<_> = batches(writer).iter().map(usize::to_string).collect();
    format!(
        "if keras.config.backend() == \"jax\":
    import jax

    devices = jax.devices()
    print(devices)
    if len(devices) > 1 and all(rows % len(devices) == 0 for rows in [{}]):
        keras.distribution.set_distribution(keras.distribution.DataParallel(devices=devices))
",
        sizes.join(", ")
    )
}

/// The notebook of a run.
///
/// # Errors
/// Where it has no row to learn from.
pub fn write(trained: &Trained, wishes: &Wishes) -> Result<Written, Refused> {
    let writer = Writer::new(trained, wishes)?;
    let words = writer.words;
    let mut head = format!("# {}\n\n{}", words.title, words.about);
    let link = bare_link(&wishes.link);
    if !link.is_empty() {
        head.push_str(&format!("\n\n<{link}>"));
    }
    if trained.is_wide() && !writer.wide {
        head.push_str(&format!("\n\n{}", words.narrowed));
    }
    let section = |title, text, code| Section { title, text, code };
    let mut sections = vec![
        section(words.set_up, words.set_up_text, set_up(&writer)),
        section(words.devices, words.devices_text, devices(&writer)),
    ];
    sections.extend(writer.sections());
    sections.push(section(words.losses, words.losses_text, plots::losses(&writer)));
    let answer = plots::answer(&writer).map(|code| section(words.answer, words.answer_text, code));
    sections.extend(answer);
    let save = "model.save(\"neural_playground.keras\")\n".to_owned();
    sections.push(section(words.save, words.save_text, save));
    let mut cells = vec![markdown(0, &head)];
    for Section { title, text, code: source } in sections {
        cells.push(markdown(cells.len(), &format!("## {title}\n\n{text}")));
        cells.push(code(cells.len(), &source));
    }
    let notebook = object(&[
        ("cells", list(cells)),
        ("metadata", metadata(wishes.accelerator)),
        ("nbformat", "4".to_owned()),
        ("nbformat_minor", "5".to_owned()),
    ]);
    let file = File::new("neural_playground.ipynb", "application/x-ipynb+json", notebook);
    Ok(Written::one(file))
}

//! The pictures of a notebook: the losses, and what the network answers over the columns that the page
//! shows. Texts within them are English or the table's own: matplotlib's fonts have no Korean.

use crate::engine::config::Target;
use crate::engine::view::Axis;
use crate::formats::code::{Writer, columns, list, number, quoted, told};

/// The losses of all epochs.
pub fn losses(writer: &Writer<'_>) -> String {
    let mut code = "import matplotlib.pyplot as plt

plt.plot(losses[\"loss\"], label=\"training\")
"
    .to_owned();
    if !writer.trained.data.test.is_empty() {
        code.push_str("plt.plot(losses[\"val_loss\"], label=\"test\")\n");
    }
    code.push_str("plt.xlabel(\"epoch\")\nplt.ylabel(\"loss\")\nplt.legend()\nplt.show()\n");
    code
}

/// How answers are coloured, and what of the targets.
fn colours(target: &Target, told: &str) -> (String, String) {
    if target.one_each() {
        let last = target.classes.saturating_sub(1);
        return (format!("cmap=\"turbo\", vmin=0, vmax={last}"), "classes_train".to_owned());
    }
    if target.classes == 0 {
        let within = format!("vmin={told}[:, 0].min(), vmax={told}[:, 0].max()");
        return (format!("cmap=\"RdBu\", {within}"), format!("{told}[:, 0]"));
    }
    let (low, high) = (number(target.span.0), number(target.span.1));
    let points = format!("np.where(classes_train == 1, {high}, {low})");
    (format!("cmap=\"RdBu\", vmin={low}, vmax={high}"), points)
}

/// The answers over the page's picture: a curve over one column, colours over two. `None` where the data
/// have no column of numbers.
pub fn answer(writer: &Writer<'_>) -> Option<String> {
    let trained = writer.trained;
    let names = columns(writer);
    let view = trained.view();
    let label =
        |axis: &Axis| names.get(axis.column).map_or_else(|| quoted(""), |name| quoted(name));
    let (across, up) = (&view.across, &view.up);
    let space = |axis: &Axis, side: usize| {
        format!("np.linspace({}, {}, {side})", number(axis.low), number(axis.high))
    };
    let held = list(&view.held);
    let target = &trained.target;
    let told = told(writer, "train");
    let [before, behind] =
        if trained.targets.scales().is_empty() { ["", ""] } else { ["numbers(", ")"] };
    let one_each = target.one_each();
    if view.is_line() {
        let goal = if target.classes > 0 { "classes_train" } else { told.as_str() };
        let answers = if one_each { "np.argmax(answers, axis=1)" } else { "answers" };
        return Some(format!(
            "across = {}
rows = np.tile({held}, (len(across), 1))
rows[:, {}] = across
answers = {before}ops.convert_to_numpy(model(inputs(rows))){behind}
plt.plot(across, {answers})
for values in np.reshape({goal}, (len(x_train), -1)).T:
    plt.scatter(rows_train[:, {}], values, s=12)
plt.xlabel({}, parse_math=False)
plt.show()
",
            space(across, 200),
            across.column,
            across.column,
            label(across)
        ));
    }
    if !view.has(across) {
        return None;
    }
    let (colours, points) = colours(target, &told);
    let answers = if one_each { "np.argmax(answers, axis=1)" } else { "answers[:, 0]" };
    Some(format!(
        "across, up = np.meshgrid({}, {})
rows = np.tile({held}, (across.size, 1))
rows[:, {}], rows[:, {}] = across.ravel(), up.ravel()
answers = {before}ops.convert_to_numpy(model(inputs(rows))){behind}
colours = dict({colours})
plt.pcolormesh(across, up, {answers}.reshape(across.shape), alpha=0.6, **colours)
plt.scatter(rows_train[:, {}], rows_train[:, {}], c={points}, s=16, edgecolors=\"black\", **colours)
plt.xlabel({}, parse_math=False)
plt.ylabel({}, parse_math=False)
plt.show()
",
        space(across, 100),
        space(up, 100),
        across.column,
        up.column,
        across.column,
        up.column,
        label(across),
        label(up)
    ))
}

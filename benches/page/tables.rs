//! Large tables: a file of 10 MB read by our program beside PapaParse in a worker, what the page's main
//! thread does while one is dropped on it and taken, and a table of 100,000 rows brought to the worker and
//! trained on beside TensorFlow.js.

use std::time::Duration;

use neural_playground::engine::config::{Config, Precision, Problem, Runtime};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::table::{Column, Goal, Table};
use neural_playground::files::{Ask, Corrections, Told};
use neural_playground::protocol::wire;
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome, Playground, wait};
use crate::report::{Part, goal, median, numbers, spread, table};
use crate::ties::{LEAST, WATCH};
use crate::{Bench, commands, growth, kinds};

/// What makes the table in a page.
const MAKE: &str = include_str!("table.js");
/// Columns of numbers.
const COLUMNS: usize = 20;
/// Bytes of the file at least; it has fewer rows than a table may have.
const BYTES: usize = 10_000_000;
/// Rows of the table that is brought.
const ROWS: usize = 100_000;
/// Epochs that are trained at a time.
const EPOCHS: u64 = 3;
/// The longest task that a page may have that does not freeze, in ms.
const LONGEST: f64 = 100.0;

/// Notes when something of an id first is on show, and begins to look for the longest task.
const NOTE: &str = "[window.begun, window.noted, window.longest] = [performance.now(), null, 0];
    const note = (id) => {
        if (!document.querySelector(`[data-testid='${id}']`)) {
            return requestAnimationFrame(() => note(id));
        }
        window.noted = performance.now();
    };";

/// Drops the file on the page.
const DROP: &str = "note('import-columns');
    const data = new DataTransfer();
    data.items.add(window.file);
    for (const name of ['dragover', 'drop']) {
        document.body.dispatchEvent(
            new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data }));
    }";

/// Takes what was found in it.
const TAKE: &str = "note('own-table-note');
    document.querySelector('[data-testid=import-use]').click();";

/// The table of `made` in `table.js`.
fn large() -> Table {
    let columns = (0..COLUMNS).map(|column| Column::number(format!("x{column}"))).collect();
    let mut table =
        Table::new(columns, Goal::Classes(["above", "below"].map(str::to_owned).into()));
    let mut state = 1_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (f64::from(state % 2001) - 1000.0) / 100.0
    };
    for _ in 0..ROWS {
        let row: [f64; COLUMNS] = std::array::from_fn(|_| next());
        let class = if row[0] + row[1] > 0.0 { 0.0 } else { 1.0 };
        table.push(&row, &[class]);
    }
    table
}

fn asks() -> Outcome<Value> {
    let ask = |ask: &Ask| wire::encode(ask).map_err(Failure::new);
    Ok(json!({
        "open": ask(&Ask::Open { corrections: Corrections::default() })?,
        "bytes": ask(&Ask::Bytes { bytes: Vec::new() })?,
        "end": ask(&Ask::End { kinds: Vec::new() })?,
    }))
}

/// Our program and PapaParse, each in a worker, on the same file.
async fn reading(bench: &Bench) -> Outcome<Part> {
    bench.page.open("").await?;
    let program = "return document.querySelector('meta[name=files]').content";
    let program = bench.page.execute(program).await?;
    let what = json!({ "program": program, "asks": asks()?, "columns": COLUMNS, "bytes": BYTES });
    let plan = json!({ "count": if bench.quick { 3 } else { 9 } });
    let answer = bench.run_well(("reading", ""), &what, &plan).await?;
    let bytes: Vec<u8> = serde_json::from_value(answer["found"].clone())?;
    let Told::Found { findings, .. } = wire::decode(&bytes).map_err(Failure::new)? else {
        return Err(Failure::new("our program finds no table"));
    };
    let counted = &answer["counted"];
    let both = json!({ "rows": findings.rows, "numbers": COLUMNS, "errors": 0 });
    let whole = findings.left_out.is_empty() && findings.bad_rows.total == 0;
    if *counted != both || !whole {
        return Err(Failure::new(format!("not the same is read: {counted}, {findings:.300?}")));
    }
    let (ours, theirs) = (numbers(&answer["ours"]), numbers(&answer["theirs"]));
    let (Some(our), Some(their)) = (median(&ours), median(&theirs)) else {
        return Err(Failure::new(format!("no times of reading: {answer}")));
    };
    let size = answer["size"].as_f64().unwrap_or(f64::NAN);
    let row = |name: &str, ms: f64, times: &[f64]| {
        vec![
            name.to_owned(),
            format!("{ms:.0}"),
            spread(times)
                .map_or_else(|| "–".to_owned(), |share| format!("±{:.0} %", share * 100.0)),
            format!("{:.1}", size / ms / 1000.0),
            format!("{:.2}", ms / our),
        ]
    };
    let rows =
        [row("this program, with all it tells", our, &ours), row("PapaParse", their, &theirs)];
    let head = ["reader, in a worker", "ms", "spread", "MB/s", "times ours"];
    let text = format!(
        "A file of {:.1} MB, {} rows of {COLUMNS} numbers and a class.\n\n{}\n{}.\n",
        size / 1e6,
        findings.rows,
        table(1, &head, &rows),
        goal("no slower than PapaParse", our <= their)
    );
    let found = json!({ "ours_ms": ours, "papaparse_ms": theirs, "ratio": their / our });
    Ok(Part { title: "Reading", text, found })
}

/// How long it takes from a script on until what it notes is on show, and the longest task meanwhile, in
/// ms.
async fn noted(page: &Playground, script: &str) -> Outcome<[f64; 2]> {
    page.execute(&format!("{NOTE}\n{script}")).await?;
    let noted = async || page.execute("return noted").await;
    wait("what is noted", noted, |noted| !noted.is_null()).await?;
    // A task is told of when it is over, and the pictures that follow count, too.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let seen = page.execute("return [noted - begun, longest]").await?;
    Ok([0, 1].map(|at| seen[at].as_f64().unwrap_or(f64::NAN)))
}

/// The page itself, on which the same file is dropped.
async fn dropping(bench: &Bench) -> Outcome<Part> {
    let page = &bench.page;
    let (mut read, mut taken) = (Vec::new(), Vec::new());
    for _ in 0..if bench.quick { 2 } else { 5 } {
        page.open("seed=0.5&rules=modern").await?;
        page.execute(&format!("{MAKE}\nwindow.file = csvFile({COLUMNS}, {BYTES})")).await?;
        page.execute(WATCH).await?;
        read.push(noted(page, DROP).await?);
        taken.push(noted(page, TAKE).await?);
    }
    let medians = |all: &[[f64; 2]]| {
        [0, 1].map(|at| median(&all.iter().map(|one| one[at]).collect::<Vec<_>>()))
    };
    let ([Some(reads), Some(longest)], [Some(takes), Some(long)]) =
        (medians(&read), medians(&taken))
    else {
        return Err(Failure::new("no times of a dropped file"));
    };
    let task = |ms: f64| match ms < LEAST {
        true => format!("under {LEAST}"),
        false => format!("{ms:.0}"),
    };
    let row = |name: &str, ms: f64, task: String| vec![name.to_owned(), format!("{ms:.0}"), task];
    let rows = [
        row("from the drop until its columns are on show", reads, task(longest)),
        row("from the choice until the page tells of it", takes, task(long)),
    ];
    let head = ["the same file on the page", "ms", "longest task, ms"];
    let text = format!(
        "{}\n{}.\n",
        table(1, &head, &rows),
        goal(&format!("no task of {LONGEST} ms while it is read"), longest < LONGEST)
    );
    let found = json!({ "read_ms_and_longest_task": read, "taken_ms_and_longest_task": taken });
    Ok(Part { title: "Dropped", text, found })
}

/// A table brought to our worker, and an epoch of it there and by TensorFlow.js.
async fn bulk(bench: &Bench) -> Outcome<Part> {
    let data = large();
    let config = Config {
        own: Some(data.brief()),
        problem: Problem::Classification,
        layers: Layer::stack(&[32, 16]),
        optimizer: Optimizer::Adam.into(),
        batch_size: 100,
        learning_rate: 0.003,
        precision: Precision::Bits32,
        runtime: Runtime::Cpu,
        ..Config::default()
    };
    let train = growth::natively(&config, Some(&data))?.data().train.len();
    let count = if bench.quick { 3 } else { 7 };
    let runs = (1..=count).map(|turn| {
        let until = turn * EPOCHS;
        Ok(json!({ "command": commands::run(Some(until))?, "until": until }))
    });
    let what = json!({
        "worker": bench.worker, "bring": commands::bring(&data)?,
        "configure": commands::configure(config.clone())?, "commands": commands::all(0)?,
        "runs": runs.collect::<Outcome<Vec<Value>>>()?, "rows": ROWS, "columns": COLUMNS,
    });
    let answer = bench.run_well(("bulk", ""), &what, &json!({ "count": count })).await?;
    let (loads, epochs) = (numbers(&answer["loads"]), numbers(&answer["epochs"]));
    let (Some(load), Some(epoch)) = (median(&loads), median(&epochs)) else {
        return Err(Failure::new(format!("no times of a large table: {answer}")));
    };
    // Of its own it has no step that stands beside ours: no halves, no scaling, no pictures.
    let best = kinds::of_peers(bench, &kinds::described(&config, train)).await?;
    let theirs = best.map(|(rate, by)| (train as f64 * 1000.0 / rate, by));
    let none = || "–".to_owned();
    let row = |name: &str, ms: f64, times: &[f64]| {
        let share = spread(times).map_or_else(none, |share| format!("±{:.0} %", share * 100.0));
        vec![name.to_owned(), format!("{ms:.0}"), share]
    };
    let mut rows = vec![
        row("brought, split, scaled, and the first frame made", load, &loads),
        row("an epoch", epoch, &epochs),
    ];
    if let Some((ms, by)) = theirs {
        rows.push(row(&format!("an epoch of TensorFlow.js at its best ({by})"), ms, &[]));
    }
    let faster = theirs.map_or_else(none, |(ms, _)| format!("{:.1}", ms / epoch));
    let text = format!(
        "{ROWS} rows of {COLUMNS} numbers, {train} of which train; 20-32-16-2 softmax, Adam, batch 100.\
         \n\n{}\nThis engine is faster by {faster}.\n",
        table(1, &["", "ms", "spread"], &rows)
    );
    let found = json!({
        "load_ms": loads, "epoch_ms": epochs, "tensorflow_epoch_ms": theirs.map(|(ms, _)| ms),
        "by": theirs.map(|(_, by)| by),
    });
    Ok(Part { title: "Large", text, found })
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let parts = [reading(bench).await?, dropping(bench).await?, bulk(bench).await?];
    let text: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
    let text = text.join("\n");
    let found = parts.iter().map(|part| (part.title.to_lowercase(), part.found.clone())).collect();
    Ok(Part { title: "Large tables", text, found: Value::Object(found) })
}

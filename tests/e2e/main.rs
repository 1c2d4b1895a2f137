//! The built page in a real browser, over WebDriver. `cargo xtask test e2e` builds the page,
//! finds the browser and runs this. A spec is a few sentences of what a visitor does and
//! sees; to add one, write it in the file of its area and speak through `Playground`.
//! There are no retries: what comes late is waited for, with a deadline and a message.

mod bits;
mod browser;

mod arrival;
mod axe;
mod bring;
mod browsers;
mod controls;
mod curve;
mod digits;
mod draw;
mod faults;
mod fits;
mod formulas;
mod frames;
mod freezing;
mod gpu;
mod hash;
mod help;
mod hints;
mod history;
mod keeping;
mod keras;
mod keyboard;
mod line;
mod look;
mod network;
mod parity;
mod parts;
mod phone;
mod places;
mod pointing;
mod points;
mod policy;
mod print;
mod sets;
mod slider;
mod tables;
mod take;
mod tpu;
mod training;
mod translate;
mod undo;
mod unsupported;
mod worker;

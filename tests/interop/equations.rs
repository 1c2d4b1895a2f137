//! The network as equations: well-formed in each language, the numbers of a network in it, and no name
//! that becomes markup.

use std::fs;

use neural_playground::formats::{Format, Wishes, write};
use neural_playground::language::Language;
use strum::VariantArray as _;

use crate::cases;
use crate::programs;

#[test]
fn pages_are_well_formed_and_have_their_numbers() {
    let folder = programs::folder("equations");
    let mut all = cases::all();
    all.extend([cases::odd_names(), cases::no_inputs()]);
    for case in &all {
        for &language in Language::VARIANTS {
            let wishes = Wishes { language, ..Wishes::default() };
            let written = write(Format::Equations, &case.trained, &wishes).unwrap();
            let name = format!("{}-{language:?}.html", case.name);
            fs::write(folder.join(name), &written.files[0].bytes).unwrap();
        }
    }
    programs::python("equations.py", &folder);
}

//! Maps painted on the GPU against those that the page paints from the CPU's values, pixel by
//! pixel.

use neural_playground::app::canvas::colour;
use neural_playground::engine::backend::Set;
use neural_playground::engine::backend::gpu::paint::{Painter, Place, Subject};
use neural_playground::engine::config::{Config, Precision};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::palette::Palette;
use neural_playground::engine::trainer::Trainer;

use super::device;

/// A channel may be so many steps of 255 off: 32 bits on one side, 64 on the other, and rounding.
const TOLERANCE: u8 = 2;

fn palette(dark: bool, discretize: bool) -> Palette {
    colour::scale(dark).palette(dark, discretize)
}

/// The pixels of a picture.
fn read(painter: &mut Painter, place: Place) -> Vec<[u8; 4]> {
    let reading = painter.read(place).unwrap();
    device().wait();
    reading.pixels().unwrap()
}

/// Compares; where `edges` are allowed, a pixel in a hundred may have the colour of the other side.
fn compare(ours: &[[u8; 4]], theirs: &[u8], edges: bool, what: &str) {
    assert_eq!(ours.len() * 4, theirs.len(), "{what}");
    let mut off = 0;
    for (at, (ours, theirs)) in ours.iter().zip(theirs.chunks_exact(4)).enumerate() {
        let far = ours.iter().zip(theirs).any(|(a, b)| a.abs_diff(*b) > TOLERANCE);
        assert!(!far || edges, "{what} pixel {at}: {ours:?} for {theirs:?}");
        off += usize::from(far);
    }
    assert!(off * 100 <= ours.len(), "{what}: {off} of {} pixels", ours.len());
}

fn trained(config: Config, side: usize) -> Trainer {
    let mut trainer = Trainer::new(&Config { precision: Precision::Bits64, ..config }).unwrap();
    for _ in 0..30 {
        trainer.finish_epoch();
    }
    trainer.set_grid(Set::Maps, side);
    trainer.set_grid(Set::Big, side);
    trainer
}

#[test]
fn every_units_map_is_painted_as_the_page_paints_it() {
    for dataset in [Dataset::Circle, Dataset::Rings] {
        every_map_is_painted_as_the_page_paints_it(dataset);
    }
}

fn every_map_is_painted_as_the_page_paints_it(dataset: Dataset) {
    let side = 37;
    let batch = Layer::new(9, LayerKind::BatchNormalization);
    let mut layers = Layer::stack(&[5, 4]);
    layers.insert(1, batch);
    let config = Config { layers, dataset: dataset.into(), ..Config::default() };
    let mut trainer = trained(config, side);
    let mut painter = Painter::new(&device(), trainer.plan().clone()).unwrap();
    for (dark, discretize) in [(false, false), (true, false), (false, true)] {
        painter.take(&mut trainer);
        let one_each = trainer.config().target().one_each();
        let span = trainer.config().target().span;
        let lines = 4;
        let palette = palette(dark, discretize);
        let subject = Subject::Units { lines };
        let size = painter.paint(Place::Maps, &trainer, &subject, (side, span), &palette);
        let maps = trainer.maps(Set::Maps);
        let units = maps.len() / (side * side);
        assert_eq!(size, (units.div_ceil(lines) * side, lines * side));
        let outputs = trainer.config().target().outputs;
        let pixels = read(&mut painter, Place::Maps);
        for (map, values) in maps.chunks_exact(side * side).enumerate() {
            let (column, line) = (map / lines, map % lines);
            let ours: Vec<[u8; 4]> = (0..side * side)
                .map(|at| {
                    let (x, y) = (column * side + at % side, line * side + at / side);
                    pixels[y * size.0 + x]
                })
                .collect();
            let output = (map + outputs).checked_sub(units);
            let moved = |&v: &f32| if output.is_some() { colour::scaled(v, span) } else { v };
            let moved: Vec<f32> = values.iter().map(moved).collect();
            let mut theirs = vec![0; side * side * 4];
            let scale = colour::scale(dark);
            match output {
                Some(class) if one_each => {
                    scale.paint_class(&moved, class, discretize, &mut theirs)
                }
                output => scale.paint(&moved, discretize && output.is_some(), &mut theirs),
            }
            compare(&ours, &theirs, discretize, &format!("map {map}, dark {dark}, {discretize}"));
        }
    }
}

#[test]
fn classes_have_their_hues_and_a_big_picture_goes_in_pieces() {
    let side = 300;
    let config = Config { dataset: Dataset::Rings.into(), ..Config::default() };
    let mut trainer = trained(config, side);
    let target = trainer.config().target();
    assert!(target.outputs > 1);
    let mut painter = Painter::new(&device(), trainer.plan().clone()).unwrap();
    painter.take(&mut trainer);
    for discretize in [false, true] {
        let palette = palette(false, discretize);
        let (subject, shape) = (Subject::Classes, (side, target.span));
        let size = painter.paint(Place::Big, &trainer, &subject, shape, &palette);
        assert_eq!(size, (side, side));
        let planes = trainer.output_maps(Set::Big);
        let mut theirs = vec![0; side * side * 4];
        let scale = colour::scale(false);
        scale.paint_classes(&planes, target.outputs, target.span, discretize, &mut theirs);
        compare(&read(&mut painter, Place::Big), &theirs, true, &format!("classes {discretize}"));
    }
}

#[test]
fn a_unit_fills_the_big_picture_and_what_is_no_number_is_hatched() {
    let side = 50;
    let mut trainer = trained(Config::default(), side);
    let mut painter = Painter::new(&device(), trainer.plan().clone()).unwrap();
    for broken in [false, true] {
        if broken {
            let (_, bias) = trainer.plan().framed().next().unwrap();
            let bias = bias.weights;
            let nan = vec![f64::NAN; 4];
            trainer.model().backend().get().write(bias, &nan).unwrap();
        }
        painter.take(&mut trainer);
        let palette = palette(false, false);
        let subject = Subject::Unit { layer: 0, unit: 2 };
        painter.paint(Place::Big, &trainer, &subject, (side, (-1.0, 1.0)), &palette);
        let pixels = read(&mut painter, Place::Big);
        if broken {
            // A shader need not carry a NaN through; where it does, half of the pixels are grey.
            let grey = pixels.iter().filter(|pixel| pixel[..3] == palette.nan).count();
            assert!(grey == 0 || (grey * 2).abs_diff(side * side) < side * side / 4, "{grey}");
        } else {
            let values = trainer.map(Set::Big, 0, 2);
            let mut theirs = vec![0; side * side * 4];
            colour::scale(false).paint(&values, false, &mut theirs);
            compare(&pixels, &theirs, false, "unit");
        }
    }
}

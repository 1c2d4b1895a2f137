//! The simulated grid of multipliers against the engine's own product, and its cycles against those that
//! are counted.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::engine::sequential::*;
use neural_playground::engine::systolic::{Array, Count, Product};
use proptest::collection::vec;
use proptest::prelude::*;

/// What the engine's 64-bit backend makes of it, through a dense layer without bias and activation.
fn dense(product: Product, input: &[f64], kernel: &[f64]) -> Vec<f64> {
    let stack = Sequential::new(product.inputs).dense(product.units, Linear);
    let mut model = stack.compile(Sgd::default(), MeanSquaredError).unwrap();
    model.set_weights(&[kernel.to_vec(), vec![0.0; product.units]]).unwrap();
    model.predict(input).unwrap()
}

/// Runs a grid to its end: the sums, and the products of two numbers on the way.
fn run(array: &mut Array) -> (Vec<f64>, u64) {
    let mut useful = 0;
    while !array.is_done() {
        array.step();
        useful += array.busy() as u64;
    }
    let sums = array.sums().iter().map(|sum| sum.expect("each has come out"));
    (sums.collect(), useful)
}

prop_compose! {
    fn products()(
        rows in 1usize..20,
        inputs in 1usize..20,
        units in 1usize..20,
    )(
        // Whole numbers, whose sums are exact in any order.
        input in vec((-50i32..50).prop_map(f64::from), rows * inputs),
        kernel in vec((-50i32..50).prop_map(f64::from), units * inputs),
        product in Just(Product { rows, inputs, units }),
    ) -> (Product, Vec<f64>, Vec<f64>) {
        (product, input, kernel)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_grid_of_any_size_computes_the_product_in_the_cycles_that_are_counted(
        (product, input, kernel) in products(),
        size in 1usize..10,
    ) {
        let expected = dense(product, &input, &kernel);
        let mut array = Array::new(size, product, input, kernel).unwrap();
        let (sums, useful) = run(&mut array);
        prop_assert_eq!(&sums, &expected);
        prop_assert_eq!(array.plain(), expected);
        prop_assert_eq!(array.difference(), 0.0);
        let count = Count::of(&[product], size);
        prop_assert_eq!((useful, array.cycle()), (count.multiplications, count.cycles));
        let before = array.clone();
        array.step();
        prop_assert_eq!(array, before, "nothing comes behind the last cycle");
    }

    #[test]
    fn a_product_that_fits_the_grid_has_the_bits_of_the_engines_and_others_are_close(
        (product, input, kernel) in products(),
        size in 1usize..24,
        scale in 1e-3..1e3f64,
    ) {
        let [input, kernel] = [input, kernel].map(|numbers| {
            numbers.iter().map(|number| (number * scale).sin()).collect::<Vec<_>>()
        });
        let expected = dense(product, &input, &kernel);
        let mut array = Array::new(size, product, input, kernel).unwrap();
        let (sums, _) = run(&mut array);
        if product.inputs <= size {
            prop_assert_eq!(sums, expected);
        } else {
            // Another order of at most 20 additions of numbers below 1.
            prop_assert!(array.difference() < 1e-14);
        }
    }
}

#[test]
fn the_first_cycles_are_those_of_a_systolic_array() {
    // 1 2 over a kernel of one unit, on a grid of two: weights 3 and 5.
    let product = Product { rows: 1, inputs: 2, units: 1 };
    let mut array = Array::new(2, product, vec![1.0, 2.0], vec![3.0, 5.0]).unwrap();
    let mut seen = Vec::new();
    while !array.is_done() {
        array.step();
        let at = |at: usize| {
            let cell = array.cells()[at];
            (cell.weight.map(|weight| weight.value), cell.flow.map(|flow| flow.value), cell.sum)
        };
        seen.push((at(0), at(2), array.sums()[0], array.busy()));
    }
    let empty = (None, None, 0.0);
    assert_eq!(
        seen,
        [
            // The weights go in, the lower one first; they come to work with the first numbers.
            (empty, empty, None, 0),
            (empty, empty, None, 0),
            ((Some(3.0), Some(1.0), 3.0), empty, None, 1),
            // The second number comes a cycle later, when the sum has come down.
            ((Some(3.0), None, 0.0), (Some(5.0), Some(2.0), 13.0), Some(13.0), 1),
            ((Some(3.0), None, 0.0), (Some(5.0), None, 0.0), Some(13.0), 0),
        ]
    );
}

#[test]
fn what_cannot_be_multiplied_makes_no_grid() {
    let product = Product { rows: 2, inputs: 3, units: 1 };
    let (input, kernel) = (vec![0.0; 6], vec![0.0; 3]);
    assert!(Array::new(4, product, input.clone(), kernel.clone()).is_some());
    assert!(Array::new(0, product, input.clone(), kernel.clone()).is_none());
    assert!(Array::new(4, product, input.clone(), vec![0.0; 4]).is_none());
    assert!(Array::new(4, product, vec![0.0; 5], kernel.clone()).is_none());
    let none = Product { rows: 0, ..product };
    assert!(Array::new(4, none, Vec::new(), kernel).is_none());
}

#[test]
fn a_number_that_is_none_shows_in_the_difference() {
    let product = Product { rows: 2, inputs: 1, units: 1 };
    let mut array = Array::new(1, product, vec![f64::NAN, 1.0], vec![1.0]).unwrap();
    while !array.is_done() {
        array.step();
    }
    assert!(array.difference().is_nan());
    assert_eq!(array.sums()[1], Some(1.0));
}

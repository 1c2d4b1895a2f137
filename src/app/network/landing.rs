//! Where a layer's card that is dragged would land.

/// The place among all that the card of place `from` takes when it is let go at `x`, where the cards'
/// middles stand at `middles`, from left to right.
pub fn landing(middles: &[f64], from: usize, x: f64) -> usize {
    // Without the card itself its place is the number of those before it.
    let others = middles.iter().enumerate().filter(|&(at, _)| at != from);
    others.filter(|&(_, &middle)| middle < x).count()
}

#[cfg(test)]
mod tests {
    use super::landing;

    #[test]
    fn a_card_lands_where_the_pointer_is() {
        let middles = [50.0, 150.0, 250.0, 350.0];
        let check = |from, x, to| assert_eq!(landing(&middles, from, x), to, "{from} at {x}");
        check(0, 60.0, 0);
        check(0, 140.0, 0);
        check(0, 160.0, 1);
        check(0, 260.0, 2);
        check(0, 900.0, 3);
        check(3, 340.0, 3);
        check(3, 240.0, 2);
        check(3, -20.0, 0);
        check(1, 155.0, 1);
        check(1, 249.0, 1);
        check(1, 45.0, 0);
    }
}

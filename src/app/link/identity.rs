//! Which layers of a link are the ones on show. A link carries no ids, but what a run has learned
//! belongs to them: they travel beside it, in the entry of the browser's history, and where a link
//! comes from outside its layers are matched with those on show by kind, place and knobs.

use crate::engine::layer::Layer;

/// How well two rows of layers match: dense layers that keep their weights, then everything else.
type Score = (u32, u32);

/// Takes over the ids that a history's entry has for the layers; false where they do not fit.
pub fn take_over(layers: &mut [Layer], ids: &[u32]) -> bool {
    let twice = ids.iter().enumerate().any(|(at, id)| ids[..at].contains(id));
    if twice || ids.len() != layers.len() {
        return false;
    }
    for (layer, &id) in layers.iter_mut().zip(ids) {
        layer.id = id;
    }
    true
}

/// Gives layers that come without ids those of the layers on show that they match, in order; the
/// rest are new ones, numbered from `next` on.
pub fn recognise(layers: &mut [Layer], shown: &[Layer], next: &mut u32) {
    // best[i][j]: the best score of the layers from i on with those on show from j on.
    let width = shown.len() + 1;
    let mut best = vec![(0, 0); (layers.len() + 1) * width];
    let both = |best: &[Score], i: usize, j: usize| {
        let (a, b) = likeness((i, &layers[i]), (j, &shown[j]))?;
        let (c, d) = best[(i + 1) * width + j + 1];
        Some((a + c, b + d))
    };
    for i in (0..layers.len()).rev() {
        for j in (0..shown.len()).rev() {
            let one_less = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            let matched = both(&best, i, j);
            best[i * width + j] = matched.map_or(one_less, |matched| matched.max(one_less));
        }
    }
    let mut ids = Vec::with_capacity(layers.len());
    let mut j = 0;
    for i in 0..layers.len() {
        // Past those on show that match nothing better.
        while j < shown.len() && best[i * width + j] == best[i * width + j + 1] {
            j += 1;
        }
        let matched = j < shown.len() && both(&best, i, j) == Some(best[i * width + j]);
        ids.push(matched.then(|| shown[j].id));
        j += usize::from(matched);
    }
    for (layer, id) in layers.iter_mut().zip(ids) {
        layer.id = id.unwrap_or_else(|| fresh(next));
    }
}

/// Gives layers that were not there before ids that none ever had: one that comes back by the
/// history must not meet another of its name.
pub fn number_new(layers: &mut [Layer], before: &[Layer], next: &mut u32) {
    for layer in layers {
        if !before.iter().any(|old| old.id == layer.id) {
            layer.id = fresh(next);
        }
    }
}

/// An id that none of these layers has, nor any before `next`.
pub fn beyond(layers: &[Layer], next: u32) -> u32 {
    layers.iter().map(|layer| layer.id.saturating_add(1)).fold(next, u32::max)
}

fn fresh(next: &mut u32) -> u32 {
    let id = *next;
    *next = id.saturating_add(1);
    id
}

/// How much two layers are alike, each with its place; `None` where their kinds differ.
fn likeness((i, layer): (usize, &Layer), (j, shown): (usize, &Layer)) -> Option<Score> {
    if layer.kind.kind() != shown.kind.kind() {
        return None;
    }
    let weights = layer.is_dense() && layer.units() == shown.units();
    let equal = Layer { id: shown.id, ..*layer } == *shown;
    Some((u32::from(weights), 2 + 2 * u32::from(equal) + u32::from(i == j)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(texts: &[&str]) -> Vec<Layer> {
        (0..).zip(texts).map(|(id, text)| Layer::read(text, id).unwrap().0).collect()
    }

    /// Layers of a link, those on show (numbered from 10), and the ids that come out; from 100 on
    /// they are new.
    fn check(link: &[&str], shown: &[&str], expected: &[u32]) {
        let mut link = layers(link);
        let mut shown = layers(shown);
        shown.iter_mut().for_each(|layer| layer.id += 10);
        recognise(&mut link, &shown, &mut 100);
        let ids: Vec<u32> = link.iter().map(|layer| layer.id).collect();
        assert_eq!(ids, expected, "{link:?} among {shown:?}");
    }

    const FOUR: &str = "dense(units:4)";
    const TWO: &str = "dense(units:2)";
    const NORM: &str = "batch_normalization";

    #[test]
    fn layers_of_a_link_are_found_among_those_on_show() {
        check(&[], &[FOUR], &[]);
        check(&[FOUR], &[], &[100]);
        check(&[FOUR, TWO], &[FOUR, TWO], &[10, 11]);
        check(&[FOUR, FOUR], &[FOUR, FOUR], &[10, 11]);
        // One more, one less, at each place.
        check(&[NORM, FOUR, TWO], &[FOUR, TWO], &[100, 10, 11]);
        check(&[FOUR, NORM, TWO], &[FOUR, TWO], &[10, 100, 11]);
        check(&[FOUR, TWO], &[NORM, FOUR, TWO], &[11, 12]);
        check(&[FOUR, TWO], &[FOUR, NORM, TWO], &[10, 12]);
        check(&[TWO], &[FOUR, TWO], &[11]);
        // A knob that differs makes no other layer.
        check(&["batch_normalization(momentum:0.5)", FOUR], &[NORM, FOUR], &[10, 11]);
        check(&["dense(units:3)", TWO], &[FOUR, TWO], &[10, 11]);
        check(&["dense(units:4,use_bias:0)", FOUR], &[FOUR, FOUR], &[10, 11]);
    }

    #[test]
    fn of_equal_layers_those_at_the_same_place_match() {
        check(&[NORM, FOUR], &[NORM, FOUR, NORM], &[10, 11]);
        check(&[FOUR], &[FOUR, FOUR], &[10]);
        check(&[TWO, FOUR], &[TWO, TWO, FOUR], &[10, 12]);
    }

    #[test]
    fn weights_count_more_than_anything_else() {
        // A layer that moved around another is the new one, so that the weights stay.
        check(&[FOUR, NORM], &[NORM, FOUR], &[11, 100]);
        check(&[NORM, NORM, FOUR], &[FOUR, NORM, NORM], &[100, 101, 10]);
    }

    #[test]
    fn ids_of_an_entry_are_taken_over_where_they_fit() {
        let mut link = layers(&[FOUR, NORM, FOUR]);
        assert!(take_over(&mut link, &[0, 7, 3]));
        assert_eq!(link.iter().map(|layer| layer.id).collect::<Vec<_>>(), [0, 7, 3]);
        for ids in [&[0, 1][..], &[0, 1, 2, 3], &[0, 1, 1], &[]] {
            assert!(!take_over(&mut link, ids), "{ids:?}");
        }
        assert_eq!(link[1].id, 7, "what does not fit changes nothing");
        assert!(take_over(&mut [], &[]));
    }

    #[test]
    fn no_id_is_given_twice() {
        let before = layers(&[FOUR, TWO]);
        let mut next = beyond(&before, 5);
        assert_eq!(next, 5);
        let mut after = layers(&[FOUR, TWO, NORM]);
        number_new(&mut after, &before, &mut next);
        assert_eq!((after[0].id, after[1].id, after[2].id, next), (0, 1, 5, 6));
        assert_eq!(beyond(&after, 2), 6);
        assert_eq!(beyond(&[Layer { id: u32::MAX, ..after[0] }], 0), u32::MAX);
    }
}

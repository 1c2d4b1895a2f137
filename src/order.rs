//! Putting things in order. A type that is sorted by itself brings some kilobytes of program along,
//! and each program sorts a dozen types: here all go by whole numbers and are sorted by one sort, or
//! where they have none by the one other, which asks for each comparison.

use std::borrow::Borrow;
use std::cmp::Ordering;

/// A number as a key: keys are in the order of [`f64::total_cmp`]. `!key(x)` counts down.
pub fn key(number: f64) -> u64 {
    let bits = number.to_bits();
    // Negative numbers are larger the further they are from 0.
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// The places of the keys, the smallest key first, equal ones as they stand.
pub fn places(keys: impl IntoIterator<Item = u64>) -> Vec<usize> {
    sorted(keys.into_iter().zip(0..).collect())
}

#[inline(never)]
fn sorted(mut keys: Vec<(u64, usize)>) -> Vec<usize> {
    keys.sort_unstable();
    keys.into_iter().map(|(_, place)| place).collect()
}

/// Sorts by a key, equal ones as they stand.
pub fn sort_by_key<T>(items: &mut Vec<T>, key: impl Fn(&T) -> u64) {
    let order = places(items.iter().map(key));
    arrange(items, order);
}

/// Sorts by a comparison, equal ones as they stand.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    compared(&mut order, &|one, other| compare(&items[one], &items[other]));
    arrange(items, order);
}

/// Merges runs that are sorted, from single places on: a tenth of the code of the library's sort, for texts
/// and keys of which there are few.
#[inline(never)]
fn compared(places: &mut Vec<usize>, compare: &dyn Fn(usize, usize) -> Ordering) {
    let mut width = 1;
    while width < places.len() {
        let mut merged = Vec::with_capacity(places.len());
        for pair in places.chunks(2 * width) {
            let (mut one, mut other) = pair.split_at(width.min(pair.len()));
            while let ([first, rest @ ..], [second, behind @ ..]) = (one, other) {
                if compare(*first, *second).is_gt() {
                    merged.push(*second);
                    other = behind;
                } else {
                    merged.push(*first);
                    one = rest;
                }
            }
            merged.extend_from_slice(one);
            merged.extend_from_slice(other);
        }
        *places = merged;
        width *= 2;
    }
}

/// Puts items into this order of their places.
fn arrange<T>(items: &mut Vec<T>, order: Vec<usize>) {
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|place| taken[place].take()));
}

/// The key that `count` others come before; the largest one where there are not so many.
pub fn nth(mut keys: Vec<u64>, count: usize) -> Option<u64> {
    let last = keys.len().checked_sub(1)?;
    Some(*keys.select_nth_unstable(count.min(last)).1)
}

/// A few things in their order, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T>(Vec<T>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> Set<T> {
    fn find<Q: Ord + ?Sized>(&self, item: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        self.0.binary_search_by(|own| own.borrow().cmp(item))
    }

    /// Whether it is among them.
    pub fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.find(item).is_ok()
    }

    /// Puts one in; whether it was not among them.
    pub fn insert(&mut self, item: T) -> bool {
        let found = self.find(&item);
        if let Err(place) = found {
            self.0.insert(place, item);
        }
        found.is_err()
    }

    /// Takes one out; whether it was among them.
    pub fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        let found = self.find(item);
        if let Ok(place) = found {
            self.0.remove(place);
        }
        found.is_ok()
    }

    /// From the smallest to the largest.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::default();
        set.extend(items);
        set
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(items: [T; N]) -> Self {
        items.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_their_numbers() {
        let numbers =
            [f64::NEG_INFINITY, -3.5, -f64::MIN_POSITIVE, -0.0, 0.0, 1e-320, 2.0, f64::INFINITY];
        for pair in numbers.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "{pair:?}");
            assert!(!key(pair[0]) > !key(pair[1]), "{pair:?}");
        }
        assert!(key(f64::NAN) > key(f64::INFINITY) && key(-f64::NAN) < key(f64::NEG_INFINITY));
    }

    #[test]
    fn equal_keys_stay_as_they_stand() {
        let mut items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        sort_by_key(&mut items, |item| item.0);
        assert_eq!(items, [(0, 'd'), (1, 'b'), (1, 'e'), (2, 'a'), (2, 'c')]);
        assert_eq!(places([]), [0; 0]);
        sort_by(&mut items, |one, other| other.0.cmp(&one.0));
        assert_eq!(items, [(2, 'a'), (2, 'c'), (1, 'b'), (1, 'e'), (0, 'd')]);
        for count in 0..70_u32 {
            let mut items: Vec<_> = (0..count).map(|at| (at * 29 % 11, at)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by(&mut items, |one, other| one.0.cmp(&other.0));
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn the_nth_key_has_so_many_before_it() {
        let keys = vec![9, 3, 7, 3, 1];
        let found: Vec<_> = (0..6).map(|count| nth(keys.clone(), count)).collect();
        assert_eq!(found, [1, 3, 3, 7, 9, 9].map(Some));
        assert_eq!(nth(Vec::new(), 0), None);
    }

    #[test]
    fn a_set_has_each_once_and_in_order() {
        let mut set = Set::from(["b".to_owned(), "a".to_owned(), "b".to_owned()]);
        assert!(set.insert("c".to_owned()) && !set.insert("a".to_owned()));
        assert!(set.remove("b") && !set.remove("b") && set.contains("c") && !set.contains("b"));
        assert_eq!(set.into_iter().collect::<Vec<_>>(), ["a", "c"]);
    }
}

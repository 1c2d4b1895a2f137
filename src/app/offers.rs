//! What a visitor can take along of a run, in the groups in which the page lists it, and what is known of
//! each. No browser here.

use strum::VariantArray;

use crate::formats::{Format, Note, Offer, Refused};

/// Something to take along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// The network in another program's format, or numbers of the run.
    Format(Format),
    /// The whole run, which goes on here.
    Run,
}

/// What is listed under one head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Group {
    /// For Keras.
    Keras,
    /// For other programs.
    Programs,
    /// The network as a function.
    Code,
    /// The run itself, and its numbers.
    Run,
}

/// What is known of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// Nothing yet.
    Nothing,
    /// It can be had; what to know beside it.
    Ready(&'a [Note]),
    /// It cannot, and why.
    Refused(&'a Refused),
}

impl Item {
    /// All there are, as they are listed.
    pub fn all() -> impl Iterator<Item = Self> {
        Format::VARIANTS.iter().map(|&format| Self::Format(format)).chain([Self::Run])
    }

    /// Its name on the page's elements.
    pub fn key(self) -> &'static str {
        match self {
            Self::Format(format) => format.into(),
            Self::Run => "run",
        }
    }

    /// Where it is listed.
    pub fn group(self) -> Group {
        match self {
            Self::Format(Format::KerasCode | Format::Notebook | Format::Keras) => Group::Keras,
            Self::Format(Format::Onnx | Format::Tfjs | Format::Safetensors) => Group::Programs,
            Self::Format(
                Format::Python | Format::Javascript | Format::Rust | Format::C | Format::Equations,
            ) => Group::Code,
            Self::Format(Format::History | Format::Points | Format::Grid) | Self::Run => Group::Run,
        }
    }

    /// What the program has said of it; of the run it need not say anything.
    pub fn known(self, offers: Option<&[Offer]>) -> Known<'_> {
        let Self::Format(format) = self else { return Known::Ready(&[]) };
        let offer = offers.and_then(|all| all.iter().find(|offer| offer.format == format));
        match offer.map(|offer| &offer.holds) {
            None => Known::Nothing,
            Some(Ok(notes)) => Known::Ready(notes),
            Some(Err(why)) => Known::Refused(why),
        }
    }
}

impl Group {
    /// What is listed in it: the run comes first.
    pub fn items(self) -> Vec<Item> {
        let mut items: Vec<Item> = Item::all().filter(|item| item.group() == self).collect();
        if items.last() == Some(&Item::Run) {
            items.rotate_right(1);
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_listed_once_under_a_name_of_its_own() {
        let listed: Vec<Item> = Group::VARIANTS.iter().flat_map(|group| group.items()).collect();
        assert_eq!(listed.len(), Format::VARIANTS.len() + 1);
        for item in Item::all() {
            assert_eq!(listed.iter().filter(|other| **other == item).count(), 1, "{item:?}");
            assert_eq!(listed.iter().filter(|other| other.key() == item.key()).count(), 1);
        }
        assert_eq!(Group::Run.items()[0], Item::Run);
        assert!(Group::VARIANTS.iter().all(|group| !group.items().is_empty()));
    }

    #[test]
    fn an_item_is_what_the_program_has_said_of_it() {
        let lacks = Refused::Lacks(vec!["celu".to_owned()]);
        let offers = [
            Offer { format: Format::Onnx, holds: Ok(vec![Note::Narrowed]) },
            Offer { format: Format::Tfjs, holds: Err(lacks.clone()) },
        ];
        let known = |item: Item| item.known(Some(&offers));
        assert_eq!(known(Item::Format(Format::Onnx)), Known::Ready(&[Note::Narrowed]));
        assert_eq!(known(Item::Format(Format::Tfjs)), Known::Refused(&lacks));
        assert_eq!(known(Item::Format(Format::C)), Known::Nothing);
        assert_eq!(Item::Format(Format::Onnx).known(None), Known::Nothing);
        assert_eq!(Item::Run.known(None), Known::Ready(&[]));
    }
}

//! The colours that maps are painted in where the engine itself paints them: told from outside.

use serde::{Deserialize, Serialize};

/// Colours as red, green, blue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Palette {
    /// At −1 and below.
    pub neg: [u8; 3],
    /// At 0.
    pub zero: [u8; 3],
    /// At +1 and above.
    pub pos: [u8; 3],
    /// Where a value is no number; such places are hatched with `zero`.
    pub nan: [u8; 3],
    /// A hue for each class.
    pub classes: Vec<[u8; 3]>,
    /// Stripes along one side of a hatched map.
    pub stripes: u32,
    /// Two colours in the place of a scale: in the maps of outputs and in the big picture.
    pub discretize: bool,
}

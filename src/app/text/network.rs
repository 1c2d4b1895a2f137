//! The words of the diagram: features, layers, units, weights.

/// The words of this area.
pub struct Words {
    /// Name of the diagram, for screen readers; how to move in it.
    pub title: &'static str,
    /// Above the features.
    pub features: &'static str,
    /// The same where they are the pixels of a picture.
    pub pixels: &'static str,
    /// What a unit's weights are called, by the unit, below a picture of them.
    pub weights_of: fn(&str) -> String,
    /// What a feature's button is called; the argument is its formula.
    pub feature: fn(&str) -> String,
    /// How many hidden layers there are.
    pub hidden_layers: fn(usize) -> String,
    /// Adds a hidden layer at the end.
    pub add_layer: &'static str,
    /// Removes the last hidden layer.
    pub remove_layer: &'static str,
    /// Above a hidden layer: how many units it has.
    pub units: fn(usize) -> String,
    /// Adds a unit to a hidden layer, numbered from 1.
    pub add_unit: fn(usize) -> String,
    /// Removes the last unit of a hidden layer, numbered from 1.
    pub remove_unit: fn(usize) -> String,
    /// Above the output unit, and its name.
    pub output: &'static str,
    /// One of several output units, by its number from 1 or by what it tells.
    pub output_unit: fn(&str) -> String,
    /// A unit's name, wherever it is told: number of the hidden layer and of the unit, from 1. Below
    /// its enlarged map there is little room.
    pub unit: fn(usize, usize) -> String,
    /// A weight: from where, to which unit.
    pub weight: fn(&str, &str) -> String,
    /// A unit's bias.
    pub bias: fn(&str) -> String,
    /// Before the number that changes with training.
    pub value: &'static str,
    /// Name of the field for a new value.
    pub new_value: &'static str,
    /// A weight that L1 has cut off.
    pub pruned: &'static str,
    /// How to change a weight that is pointed at.
    pub edit_hint: &'static str,
    /// How to leave the field.
    pub field_hint: &'static str,
    /// The same under a finger.
    pub field_hint_touch: &'static str,
    /// Where no input is chosen.
    pub choose_feature: &'static str,
    /// Where not every link is drawn: how many are, of how many.
    pub strongest: fn(&str, &str) -> String,
    /// The name of a weight in a notice and in the legend.
    pub weight_key: &'static str,
    /// A unit in the legend.
    pub unit_sign: &'static str,
    /// A bias in the legend.
    pub bias_sign: &'static str,
    /// What who has never played is told of a unit: what it is, and what to do.
    pub welcome_unit: [&'static str; 2],
    /// The same to a finger.
    pub welcome_unit_touch: [&'static str; 2],
    /// The same of a link.
    pub welcome_weight: [&'static str; 2],
    /// The same to a finger.
    pub welcome_weight_touch: [&'static str; 2],
    /// The same of where to begin.
    pub welcome_play: [&'static str; 2],
    /// Opens a hidden layer, by its number from 1 and its activation.
    pub open_layer: fn(usize, &str) -> String,
    /// Opens the output layer, by its activation.
    pub open_output: fn(&str) -> String,
    /// The button of the layers' drawer, and its name.
    pub layers: &'static str,
    /// The menu that inserts a layer behind the one that is chosen.
    pub insert_layer: &'static str,
    /// How to move a card.
    pub layer_hint: &'static str,
    /// The same under a finger.
    pub layer_hint_touch: &'static str,
    /// A layer that is not trained.
    pub frozen: &'static str,
    /// Removes the layer that is chosen.
    pub remove_this: &'static str,
    /// A layer's own activation.
    pub layer_activation: &'static str,
    /// A layer's own initializer.
    pub layer_initializer: &'static str,
    /// The penalty on a layer's kernel.
    pub kernel_regularizer: &'static str,
    /// The penalty on a layer's bias.
    pub bias_regularizer: &'static str,
    /// What leaves a choice to the network.
    pub as_network: &'static str,
    /// What leaves the output's activation to the loss.
    pub as_suits: &'static str,
    /// Moves a layer one place to the left.
    pub layer_left: fn(&str) -> String,
    /// Moves a layer one place to the right.
    pub layer_right: fn(&str) -> String,
    /// A layer has been moved; its new place, from 1.
    pub layer_moved: fn(&str, usize) -> String,
    /// File name of a saved diagram, without its ending.
    pub file: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    title: "Network. Left and right arrow keys move between layers, Page Up and Page Down between \
            units, up and down through the weights into a unit; Enter edits a weight.",
    features: "Features",
    pixels: "Pixels",
    weights_of: |unit| format!("{unit}: weights"),
    feature: |formula| format!("Feature {formula}"),
    hidden_layers: |count| match count {
        1 => "1 hidden layer".to_owned(),
        _ => format!("{count} hidden layers"),
    },
    add_layer: "Add a hidden layer",
    remove_layer: "Remove the last hidden layer",
    units: |count| match count {
        1 => "1 unit".to_owned(),
        _ => format!("{count} units"),
    },
    add_unit: |layer| format!("Add a unit to hidden layer {layer}"),
    remove_unit: |layer| format!("Remove a unit from hidden layer {layer}"),
    output: "Output",
    output_unit: |unit| format!("Output {unit}"),
    unit: |layer, unit| format!("Layer {layer}, unit {unit}"),
    weight: |from, to| format!("Weight from {from} to {to}"),
    bias: |unit| format!("Bias of {unit}"),
    value: "Value",
    new_value: "New value",
    pruned: "pruned by L1",
    edit_hint: "Click or press Enter to set it",
    field_hint: "Enter sets it, Escape cancels",
    field_hint_touch: "Enter sets it, and so does a tap elsewhere",
    choose_feature: "Choose a feature",
    strongest: |drawn, all| format!("Of {all} weights at most the {drawn} strongest are drawn"),
    weight_key: "Weight",
    unit_sign: "Unit",
    bias_sign: "Bias",
    welcome_unit: ["A unit", "Point at it: the picture is its answer everywhere."],
    welcome_unit_touch: ["A unit", "Tap it: the picture is its answer everywhere."],
    welcome_weight: ["A weight", "Blue adds, orange takes away. Click one to change it."],
    welcome_weight_touch: ["A weight", "Blue adds, orange takes away. Tap one to change it."],
    welcome_play: ["Play", " and watch it learn"],
    open_layer: |layer, activation| format!("Layer {layer}: {activation}. Open it"),
    open_output: |activation| format!("Output: {activation}. Open it"),
    layers: "Layers",
    insert_layer: "Insert a layer…",
    layer_hint: "Drag a card, or Alt + arrow keys, to move it.",
    layer_hint_touch: "Hold a card, then drag it to move it.",
    frozen: "frozen",
    remove_this: "Remove this layer",
    layer_activation: "Activation",
    layer_initializer: "Initializer",
    kernel_regularizer: "Kernel regularizer",
    bias_regularizer: "Bias regularizer",
    as_network: "as the network",
    as_suits: "as suits the loss",
    layer_left: |layer| format!("Move {layer} left"),
    layer_right: |layer| format!("Move {layer} right"),
    layer_moved: |layer, place| format!("{layer} is now layer {place}"),
    file: "network",
};

/// Korean.
pub static KOREAN: Words = Words {
    title: "신경망입니다. 좌우 방향키로 층을, Page Up과 Page Down으로 유닛을, 상하 방향키로 유닛에 \
            들어오는 가중치를 오가며, Enter로 가중치를 고칩니다.",
    features: "특성",
    pixels: "화소",
    weights_of: |unit| format!("{unit}: 가중치"),
    feature: |formula| format!("특성 {formula}"),
    hidden_layers: |count| format!("은닉층 {count}개"),
    add_layer: "은닉층 추가",
    remove_layer: "마지막 은닉층 제거",
    units: |count| format!("유닛 {count}개"),
    add_unit: |layer| format!("은닉층 {layer}에 유닛 추가"),
    remove_unit: |layer| format!("은닉층 {layer}에서 유닛 제거"),
    output: "출력",
    output_unit: |unit| format!("출력 {unit}"),
    unit: |layer, unit| format!("은닉층 {layer}, 유닛 {unit}"),
    weight: |from, to| format!("가중치: {from} → {to}"),
    bias: |unit| format!("편향: {unit}"),
    value: "값",
    new_value: "새 값",
    pruned: "L1로 제거됨",
    edit_hint: "클릭하거나 Enter를 누르면 값을 바꿀 수 있습니다",
    field_hint: "Enter로 적용, Esc로 취소",
    field_hint_touch: "Enter를 누르거나 다른 곳을 탭하면 적용",
    choose_feature: "특성을 선택하세요",
    strongest: |drawn, all| {
        format!("가중치 {all}개 중 크기가 큰 것부터 최대 {drawn}개까지 그립니다")
    },
    weight_key: "가중치",
    unit_sign: "유닛",
    bias_sign: "편향",
    welcome_unit: ["유닛", "가리키면 모든 위치에서의 답을 그림으로 보여 줍니다."],
    welcome_unit_touch: ["유닛", "누르면 모든 위치에서의 답을 그림으로 보여 줍니다."],
    welcome_weight: ["가중치", "파랑은 더하고 주황은 뺍니다. 누르면 바꿀 수 있습니다."],
    welcome_weight_touch: ["가중치", "파랑은 더하고 주황은 뺍니다. 누르면 바꿀 수 있습니다."],
    welcome_play: ["재생", "을 누르고 학습하는 모습을 보세요"],
    open_layer: |layer, activation| format!("{layer}번 층: {activation}. 열기"),
    open_output: |activation| format!("출력: {activation}. 열기"),
    layers: "층 편집",
    insert_layer: "층 넣기…",
    layer_hint: "카드를 끌거나 Alt+방향키로 옮깁니다.",
    layer_hint_touch: "카드를 길게 누른 뒤 끌어 옮깁니다.",
    frozen: "고정",
    remove_this: "이 층 제거",
    layer_activation: "활성화 함수",
    layer_initializer: "가중치 초기화",
    kernel_regularizer: "가중치 규제",
    bias_regularizer: "편향 규제",
    as_network: "신경망과 같게",
    as_suits: "손실에 맞게",
    layer_left: |layer| format!("{layer} 왼쪽으로 옮기기"),
    layer_right: |layer| format!("{layer} 오른쪽으로 옮기기"),
    layer_moved: |layer, place| format!("{layer}: {place}번째로 옮겼습니다"),
    file: "network",
};

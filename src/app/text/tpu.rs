//! The words of: what a TPU is and what one would make of the run's network. They come with the parts of
//! the page that say them.

use crate::app::preference::language::Language;

/// The words of this area.
pub struct Words {
    /// What the entry of the run menu means.
    pub entry: &'static str,
    /// That there is none here, and where there is one.
    pub none: &'static str,
    /// Leads to the simulation.
    pub see: &'static str,
    /// The way to the notebook that is set for one.
    pub notebook: &'static str,
    /// What the lane of the race is called.
    pub lane: &'static str,
    /// What the lane is.
    pub lead: &'static str,
    /// Products of a sample; rows of a batch and its products.
    pub work: fn(&str, usize, &str) -> String,
    /// A few that can solve anything: rows at once, products of a batch, rounds.
    pub cpu: fn(usize, &str, &str) -> String,
    /// Thousands that each do one simple thing: sums at once, and how many workers are drawn.
    pub gpu: fn(&str, &str) -> String,
    /// A machine for tensors alone: the largest kernel, multipliers that it keeps busy, all of them,
    /// the machine.
    pub tensors: fn([usize; 2], &str, &str, &str) -> String,
    /// Before the list of layers one of whose products goes through the grid.
    pub product: &'static str,
    /// A hidden layer, from 1.
    pub layer: fn(usize) -> String,
    /// Sets the grid going.
    pub play: &'static str,
    /// Stops it.
    pub pause: &'static str,
    /// Goes on by a cycle.
    pub step: &'static str,
    /// Goes on to the end.
    pub finish: &'static str,
    /// Starts over.
    pub restart: &'static str,
    /// The cycle and all of them; multipliers at work and all of them.
    pub cycle: fn([String; 2], usize, usize) -> String,
    /// The tile, from 1, and how many there are.
    pub tile: fn(usize, usize) -> String,
    /// The grid: the layer, its own side, and rows that flow through.
    pub caption: fn(&str, usize, usize) -> String,
    /// An input, from 1.
    pub input: fn(usize) -> String,
    /// A unit, from 1.
    pub unit: fn(usize) -> String,
    /// A row of data, from 1.
    pub row: fn(usize) -> String,
    /// The sums below the grid.
    pub sums: &'static str,
    /// How far the sums are from the product computed plainly.
    pub difference: fn(&str) -> String,
    /// What flows into the grid, and what comes behind it.
    pub around: &'static str,
    /// There is nothing to multiply.
    pub lacks: &'static str,
    /// The table of real sizes.
    pub sizes: &'static str,
    /// Its lines: grid, clock, numbers, products, cycles, time, utilisation, the batch from which and the
    /// smallest width with which it pays, the batch from which it pays at its own width.
    pub lines: [&'static str; 10],
    /// The grid's side, its multipliers, and how many grids the chip has.
    pub grid: fn(usize, &str, usize) -> String,
    /// No batch pays: the share of the grid that the kernels fill.
    pub no_batch: fn(&str) -> String,
    /// No width pays: the smallest batch with which one does.
    pub no_width: fn(usize) -> String,
    /// What is counted, what is not, and what it means to pay.
    pub counted: &'static str,
    /// The letters of the formulas.
    pub letters: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    entry: "A browser has none.",
    none: "No browser has a TPU: it is a chip in Google's data centres, and Colab lends one as a runtime type. \
           This page runs on your own computer alone, without signing in and without a server. Your run stays \
           as it is.",
    see: "Watch a simulation",
    notebook: "This network as a notebook for a TPU…",
    lane: "TPU (simulation)",
    lead: "A TPU multiplies matrices in a grid of multipliers: the weights stay where they are, rows of numbers \
           flow through from the left, and sums fall out below. It does not run here. All that follows is \
           simulated or counted, not measured.",
    work: |sample, rows, batch| {
        format!(
            "A sample takes {sample} products through this network, a batch of {rows} takes {batch}."
        )
    },
    cpu: |lanes, products, rounds| {
        format!(
            "CPU: a few that can solve anything. A core multiplies {lanes} rows at once, so the {products} \
             products of a batch are {rounds} rounds."
        )
    },
    gpu: |sums, drawn| {
        format!(
            "GPU: thousands that each do one simple thing. If each adds up one sum, the widest layer has work \
             for {sums}. Drawn are {drawn}."
        )
    },
    tensors: |[inputs, units], busy, all, chip| {
        format!(
            "TPU: a machine for tensors only. The largest kernel, {inputs} × {units}, has work for {busy} of \
             the {all} multipliers of {chip}."
        )
    },
    product: "Product of",
    layer: |number| format!("Layer {number}"),
    play: "Play",
    pause: "Pause",
    step: "One cycle",
    finish: "To the end",
    restart: "Start over",
    cycle: |[cycle, all], busy, cells| {
        format!("Cycle {cycle} of {all}: {busy} of {cells} multipliers at work")
    },
    tile: |tile, tiles| match tiles {
        1 => "The kernel fits into the grid.".to_owned(),
        _ => format!("The kernel is larger than the grid: tile {tile} of {tiles} goes through."),
    },
    caption: |layer, side, rows| {
        format!(
            "Simulation ({layer}): a grid of {side} × {side} with this layer's weights, and on their way through \
             the numbers that come into it for the first rows of the training data (rows: {rows}). In each \
             cell: the weight that stays, the number that flows through, the sum so far."
        )
    },
    input: |number| format!("Input {number}"),
    unit: |number| format!("Unit {number}"),
    row: |number| format!("Row {number}"),
    sums: "The sums that have fallen out",
    difference: |difference| {
        format!("Largest difference from the same product, computed plainly: {difference}.")
    },
    around: "What comes into a layer is what everything before it makes of a row, normalization included; dropout \
             and noise, which belong to training, pass it on. Biases and activation functions come behind the \
             grid.",
    lacks: "There is nothing to multiply: the training data have no rows, or the network has no inputs. Start \
            over once there are some.",
    sizes: "Real sizes, counted for this network (simulation)",
    lines: [
        "Grid",
        "Clock",
        "Numbers",
        "Products of a batch",
        "Cycles",
        "Time",
        "Utilisation",
        "Pays from a batch of",
        "Smallest width that pays",
        "At its own width it pays from a batch of",
    ],
    grid: |side, all, grids| match grids {
        1 => format!("{side} × {side}: {all} multipliers"),
        _ => format!("{side} × {side}: {all} multipliers, one of {grids} such grids in the chip"),
    },
    no_batch: |filled| format!("none: these kernels fill at most {filled} of their tiles"),
    no_width: |least| format!("none with this batch; from a batch of {least} on there is one"),
    counted: "Counted is the way forward of one batch: each layer from its first weight to its last sum, one after \
              the other, on one grid. It pays, as told here, where half of the multipliers do useful work: from \
              which batch with this network's widths, and with which width, of a layer with as many inputs as \
              units, for this batch. Left out are memory, activation functions, the way to the chip and back, and the way back \
              through the network, which takes about twice as many products again; TPU v1 was made for inference alone. \
              TPUs use 8 or 16 bits for what they multiply; the grid above has 64.",
    letters: "s: side of the grid; B: rows of a batch; I and U: inputs and units of a layer; T: its tiles; C: its \
              cycles; η: utilisation; f: clock; t: time.",
};

/// Korean.
pub static KOREAN: Words = Words {
    entry: "브라우저에는 없습니다.",
    none: "브라우저에는 TPU가 없습니다. TPU는 Google 데이터 센터에 있는 칩이고, Colab에서는 런타임 유형으로 \
           고를 수 있습니다. 이 페이지는 로그인도 서버도 없이 이 컴퓨터에서만 돌아갑니다. 지금 런타임은 그대로 \
           있습니다.",
    see: "시뮬레이션 보기",
    notebook: "이 신경망을 TPU용 노트북으로…",
    lane: "TPU(시뮬레이션)",
    lead: "TPU는 곱셈기 격자로 행렬을 곱합니다. 가중치는 제자리에 머물고, 숫자의 행이 왼쪽에서 흘러 지나가며, \
           합이 아래로 떨어집니다. 여기에서 실제로 도는 것은 아닙니다. 아래는 모두 잰 값이 아니라 시뮬레이션하거나 \
           센 값입니다.",
    work: |sample, rows, batch| {
        format!(
            "이 신경망은 샘플마다 곱셈 {sample}번, 샘플이 {rows}개인 배치에는 {batch}번을 합니다."
        )
    },
    cpu: |lanes, products, rounds| {
        format!(
            "CPU: 무엇이든 풀 수 있는 소수입니다. 코어 하나가 한 번에 {lanes}행씩 곱하므로, 배치의 곱셈 \
             {products}번은 {rounds}번에 나누어 끝납니다."
        )
    },
    gpu: |sums, drawn| {
        format!(
            "GPU: 저마다 단순한 일 하나만 하는 수천입니다. 하나가 합 하나씩 맡으면 가장 넓은 층에는 {sums}개가 \
             할 일이 있습니다. 그림에는 {drawn}개가 있습니다."
        )
    },
    tensors: |[inputs, units], busy, all, chip| {
        format!(
            "TPU: 텐서만을 위한 기계입니다. 가장 큰 커널({inputs}×{units})은 {chip}의 곱셈기 {all}개 가운데 \
             {busy}개에 일을 줍니다."
        )
    },
    product: "곱할 층",
    layer: |number| format!("은닉층 {number}"),
    play: "재생",
    pause: "일시 정지",
    step: "한 사이클",
    finish: "끝까지",
    restart: "처음부터",
    cycle: |[cycle, all], busy, cells| {
        format!("사이클 {cycle}/{all}: 곱셈기 {cells}개 가운데 {busy}개가 일합니다")
    },
    tile: |tile, tiles| match tiles {
        1 => "커널이 격자에 다 들어갑니다.".to_owned(),
        _ => format!("커널이 격자보다 큽니다. 타일 {tiles}개 가운데 {tile}번째가 지나갑니다."),
    },
    caption: |layer, side, rows| {
        format!(
            "시뮬레이션({layer}): 이 층의 가중치가 있는 {side}×{side} 격자를, 훈련 데이터의 처음 {rows}행에서 이 \
             층으로 들어오는 숫자가 지나갑니다. 칸마다 머무는 가중치, 흘러가는 숫자, 지금까지의 합이 차례로 \
             있습니다."
        )
    },
    input: |number| format!("입력 {number}"),
    unit: |number| format!("유닛 {number}"),
    row: |number| format!("{number}행"),
    sums: "떨어진 합",
    difference: |difference| format!("같은 곱을 그대로 계산한 값과의 최대 차이: {difference}"),
    around: "층으로 들어오는 숫자는 그 앞의 모든 층이 행에서 계산한 값입니다. 정규화는 들어가고, 학습할 때만 \
             일하는 드롭아웃과 노이즈는 값을 그대로 넘깁니다. 편향과 활성화 함수는 격자 다음에 옵니다.",
    lacks: "곱할 것이 없습니다. 훈련 데이터에 행이 없거나 신경망에 입력이 없습니다. 생기면 처음부터 다시 \
            하세요.",
    sizes: "실제 크기로 센 이 신경망(시뮬레이션)",
    lines: [
        "격자",
        "클럭",
        "숫자",
        "배치의 곱셈",
        "사이클",
        "시간",
        "활용률",
        "이득이 되는 배치 크기",
        "이득이 되는 가장 작은 너비",
        "격자만 한 층에서 이득이 되는 배치 크기",
    ],
    grid: |side, all, grids| match grids {
        1 => format!("{side}×{side}: 곱셈기 {all}개"),
        _ => format!("{side}×{side}: 곱셈기 {all}개, 칩에 있는 격자 {grids}개 가운데 하나"),
    },
    no_batch: |filled| format!("없음: 커널이 타일을 많아야 {filled} 채웁니다"),
    no_width: |least| format!("이 배치로는 없음: 배치 크기 {least}부터 있습니다"),
    counted: "배치 하나의 순전파를 셉니다. 격자 하나에서 층마다 첫 가중치부터 마지막 합까지 차례로 셉니다. \
              곱셈기의 절반이 쓸모 있는 일을 하면 이득이라고 합니다. 배치 크기는 이 신경망의 너비로, 너비는 이 \
              배치로(입력과 유닛의 수가 같은 층 하나) 센 값입니다. 메모리, 활성화 함수, 칩을 오가는 시간은 뺐고, \
              곱셈이 두 배쯤 더 드는 역전파도 뺐습니다. TPU v1은 추론만을 위한 칩입니다. TPU는 8비트나 16비트 \
              숫자를 곱하고, 위의 격자는 64비트를 씁니다.",
    letters: "s: 격자의 한 변, B: 배치의 행, I와 U: 층의 입력과 유닛, T: 층의 타일, C: 층의 사이클, η: 활용률, \
              f: 클럭, t: 시간",
};

/// These words in a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn whatever_is_simulated_says_so() {
        for (language, simulation) in
            [(Language::English, "simulation"), (Language::Korean, "시뮬레이션")]
        {
            let words = of(language);
            for said in [words.see, words.lane, words.sizes, &(words.caption)("1", 8, 5)] {
                assert!(said.to_lowercase().contains(simulation), "{said}");
            }
        }
    }

    #[test]
    fn numbers_are_told_in_every_language() {
        for &language in Language::VARIANTS {
            let words = of(language);
            let told: [(String, &[&str]); 11] = [
                ((words.work)("18", 10, "180"), &["18", "10", "180"]),
                ((words.cpu)(4, "180", "54"), &["4", "180", "54"]),
                ((words.gpu)("40", "2,048"), &["40", "2,048"]),
                (
                    (words.tensors)([2, 4], "8", "65,536", "TPU v1"),
                    &["2", "4", "8", "65,536", "TPU v1"],
                ),
                ((words.cycle)(["3".into(), "30".into()], 5, 64), &["3", "30", "5", "64"]),
                ((words.tile)(2, 9), &["2", "9"]),
                ((words.caption)("Layer 3", 8, 5), &["Layer 3", "8", "5"]),
                ((words.grid)(128, "16,384", 8), &["128", "16,384", "8"]),
                ((words.no_batch)("0.01%"), &["0.01%"]),
                ((words.no_width)(129), &["129"]),
                ((words.difference)("0"), &["0"]),
            ];
            for (line, parts) in told {
                assert!(parts.iter().all(|part| line.contains(part)), "{line}: {parts:?}");
            }
            for number in [words.input, words.unit, words.row, words.layer] {
                assert!(number(7).contains('7'));
            }
            assert!(!(words.grid)(256, "65,536", 1).contains(" 1"), "one grid is all there is");
            assert!(!(words.tile)(1, 1).contains('1'), "a kernel that fits has no tiles to count");
        }
    }
}

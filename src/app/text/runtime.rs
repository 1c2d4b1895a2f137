//! The words of: what trains, and races between processors.

use crate::engine::error::Unfit;
use crate::protocol::{Gpu, Processor, Why};

/// The words of this area.
pub struct Words {
    /// The CPU at 64 bits. The other processors' names are signs.
    pub cpu_64: &'static str,
    /// What an entry of the menu means: automatic, CPU, CPU at 64 bits, GPU.
    pub entries: [&'static str; 4],
    /// Why the GPU cannot be chosen and what to do about it; `None` where it can.
    pub no_gpu: fn(&Gpu) -> Option<&'static str>,
    /// Why a processor trains.
    pub why: fn(Why) -> &'static str,
    /// That these functions, `Math.exp, Math.tanh`, are the browser's.
    pub called: fn(&str) -> String,
    /// `CPU trains (2.1 M samples/s; GPU 0.3 M), GPU draws` of: who trains, what [`Self::rates`]
    /// says or nothing, whether the GPU draws.
    pub assigned: fn(&str, &str, bool) -> String,
    /// The rate of who trains, the other's name and its rate.
    pub rates: fn(&str, &str, &str) -> String,
    /// What a race is.
    pub race_lead: &'static str,
    /// Begins it.
    pub start: &'static str,
    /// Ends it.
    pub stop: &'static str,
    /// Heads of the table: processor, samples a second, drift.
    pub heads: [&'static str; 3],
    /// Of the loss curves.
    pub losses: &'static str,
    /// Below the loss curves.
    pub updates: &'static str,
    /// Of the curve over widths.
    pub speeds: &'static str,
    /// Below the curve over widths.
    pub width: &'static str,
    /// Where the GPU overtakes; `None`: nowhere.
    pub crossing: fn(Option<&str>) -> String,
    /// There is no GPU in the race.
    pub without_gpu: &'static str,
    /// The GPU of the race is a program.
    pub program: &'static str,
    /// The drift of the 64-bit runner: it is the measure.
    pub measure: &'static str,
    /// Agreement after so many epochs.
    pub agreement: fn(&str) -> String,
    /// Why one processor is faster.
    pub reasons: [&'static str; 3],
}

impl Words {
    /// A processor's name.
    pub fn processor(&self, processor: Processor) -> &'static str {
        match processor {
            Processor::Cpu => "CPU",
            Processor::Cpu64 => self.cpu_64,
            Processor::Gpu => "GPU",
        }
    }
}

/// English.
pub static ENGLISH: Words = Words {
    cpu_64: "CPU 64-bit",
    entries: [
        "Whichever measures faster on this network; the precision is kept.",
        "WebAssembly with SIMD, 32 bits. The best choice for small networks: leave the GPU alone where it is not needed.",
        "WebAssembly, 64 bits: the TensorFlow Playground's own numbers, to the last bit.",
        "The graphics card, 32 bits. For wide layers and large batches.",
    ],
    no_gpu: |gpu| match gpu {
        Gpu::Available { .. } | Gpu::Lost { .. } => None,
        Gpu::NoApi => Some(
            "This browser has no WebGPU. A current Chrome, Edge, Safari or Firefox on a desktop has it.",
        ),
        Gpu::Insecure => Some(
            "Browsers give WebGPU to secure pages only: open this page by https:// or from localhost.",
        ),
        Gpu::NoAdapter => Some(
            "The browser has WebGPU but found no graphics card for it. Switch hardware acceleration on in its settings, or update the graphics driver.",
        ),
        Gpu::NoDevice { .. } => Some(
            "The graphics card could not be opened. Close other tabs that use it, or restart the browser.",
        ),
        Gpu::NoProgram => Some(
            "There is a graphics card, but the program that uses it could not be loaded or keeps breaking off. Load the page again to try once more.",
        ),
        Gpu::Wrong { .. } => Some(
            "The graphics card computed something else than the CPU. A newer driver may help; load the page again to try once more.",
        ),
    },
    why: |why| match why {
        Why::Asked => "as you chose",
        Why::Exact => "64 bits were asked for, and the GPU has 32",
        Why::Faster => "it measured faster on this network",
        Why::Software => "the graphics adapter is a program on the CPU",
        Why::Unfit(Unfit::Network) => "the network is larger than a buffer of the GPU may be",
        Why::Unfit(Unfit::Batch) => {
            "batch normalization needs the whole batch at once, and that is larger than a buffer of the GPU may be"
        }
        Why::NoGpu => "there is no GPU to use",
        Why::Asking => "the browser is being asked for a GPU",
        Why::Measuring => "CPU and GPU are being measured",
    },
    called: |functions| {
        format!(
            "{functions}: our own differ from this browser's in the last bit, so at 64 bits the browser's are called. That is slower, and gives the TensorFlow Playground's numbers in this browser."
        )
    },
    assigned: |trains, rates, draws| {
        format!("{trains} trains{rates}{}", if draws { ", GPU draws" } else { "" })
    },
    rates: |own, other, rate| format!(" ({own} samples/s; {other} {rate})"),
    race_lead: "Trains this network from its present weights on each processor in turn, never at once, and then networks of other widths. The run itself waits and stays as it is.",
    start: "Start",
    stop: "Stop",
    heads: ["Processor", "Samples/s", "Largest weight difference"],
    losses: "Training loss of each processor",
    updates: "weight updates",
    speeds: "Samples per second over the width of the hidden layers",
    width: "units a layer",
    crossing: |width| match width {
        Some(width) => format!("From about {width} units a layer on the GPU is faster."),
        None => "The lines do not cross between 2 and 256 units a layer.".to_owned(),
    },
    without_gpu: "Without a GPU the CPU races against itself at 64 bits.",
    program: "The GPU is a program on the CPU here: its speed says nothing of graphics cards.",
    measure: "the measure",
    agreement: |epochs| format!("After {epochs} epochs, compared with 64 bits."),
    reasons: [
        "A GPU has thousands of cores, but every launch costs it the same few microseconds, however little there is to do: a narrow layer keeps a few cores busy, and a CPU core is quicker alone.",
        "The wider the layers and the larger the batch, the more cores work at once, and the lines cross. So the CPU takes what is varied and sequential, the GPU what is much and alike; together they are best.",
        "A TPU goes further along the same road: it streams whole matrices through one large grid of multipliers, and only very wide networks would fill it.",
    ],
};

/// Korean.
pub static KOREAN: Words = Words {
    cpu_64: "CPU 64비트",
    entries: [
        "이 신경망에서 더 빠르게 측정된 쪽을 씁니다. 정밀도는 그대로입니다.",
        "WebAssembly SIMD, 32비트입니다. 작은 신경망에 가장 알맞습니다. GPU가 필요 없을 때는 CPU를 쓰세요.",
        "WebAssembly, 64비트입니다. TensorFlow Playground와 마지막 비트까지 똑같은 숫자가 나옵니다.",
        "그래픽 카드, 32비트입니다. 넓은 층과 큰 배치에 알맞습니다.",
    ],
    no_gpu: |gpu| match gpu {
        Gpu::Available { .. } | Gpu::Lost { .. } => None,
        Gpu::NoApi => Some(
            "이 브라우저에는 WebGPU가 없습니다. 데스크톱용 최신 Chrome, Edge, Safari, Firefox에는 있습니다.",
        ),
        Gpu::Insecure => Some(
            "브라우저는 안전한 페이지에서만 WebGPU를 허용합니다. https:// 주소나 localhost로 여세요.",
        ),
        Gpu::NoAdapter => Some(
            "브라우저에 WebGPU가 있지만 쓸 수 있는 그래픽 카드를 찾지 못했습니다. 설정에서 하드웨어 가속을 켜거나 그래픽 드라이버를 업데이트하세요.",
        ),
        Gpu::NoDevice { .. } => Some(
            "그래픽 카드를 열지 못했습니다. 그래픽 카드를 쓰는 다른 탭을 닫거나 브라우저를 다시 시작하세요.",
        ),
        Gpu::NoProgram => Some(
            "그래픽 카드는 있지만 이를 쓰는 프로그램을 불러오지 못했거나 프로그램이 자꾸 중단됩니다. 다시 시도하려면 페이지를 새로 불러오세요.",
        ),
        Gpu::Wrong { .. } => Some(
            "그래픽 카드의 계산이 CPU와 달랐습니다. 드라이버를 업데이트하면 나아질 수 있습니다. 다시 시도하려면 페이지를 새로 불러오세요.",
        ),
    },
    why: |why| match why {
        Why::Asked => "직접 고름",
        Why::Exact => "64비트를 요청했는데 GPU는 32비트임",
        Why::Faster => "이 신경망에서 더 빠르게 측정됨",
        Why::Software => "그래픽 어댑터가 CPU에서 도는 프로그램임",
        Why::Unfit(Unfit::Network) => "신경망이 GPU 버퍼의 한도보다 큼",
        Why::Unfit(Unfit::Batch) => {
            "배치 정규화에는 배치 전체가 한 번에 필요한데 GPU 버퍼의 한도보다 큼"
        }
        Why::NoGpu => "쓸 수 있는 GPU가 없음",
        Why::Asking => "브라우저에 GPU를 묻는 중",
        Why::Measuring => "CPU와 GPU를 재는 중",
    },
    called: |functions| {
        format!(
            "{functions}: 자체 계산이 이 브라우저와 마지막 비트에서 다르므로, 64비트에서는 브라우저의 함수를 부릅니다. 더 느리지만 이 브라우저의 TensorFlow Playground와 같은 숫자가 나옵니다."
        )
    },
    assigned: |trains, rates, draws| {
        format!("{trains} 학습{rates}{}", if draws { ", GPU 그리기" } else { "" })
    },
    rates: |own, other, rate| format!(" (초당 샘플 {own}개, {other} {rate}개)"),
    race_lead: "지금 가중치에서 출발해 이 신경망을 프로세서마다 번갈아(동시에는 아닙니다) 학습하고, 이어서 너비가 다른 신경망을 학습합니다. 원래 학습은 멈춘 채 그대로 있습니다.",
    start: "시작",
    stop: "중지",
    heads: ["프로세서", "초당 샘플", "가중치의 최대 차이"],
    losses: "프로세서별 훈련 손실",
    updates: "가중치 갱신 횟수",
    speeds: "은닉층의 너비에 따른 초당 샘플",
    width: "층마다 유닛 수",
    crossing: |width| match width {
        Some(width) => format!("층마다 유닛이 약 {width}개부터는 GPU가 더 빠릅니다."),
        None => "층마다 유닛 2개에서 256개 사이에서는 두 선이 만나지 않습니다.".to_owned(),
    },
    without_gpu: "GPU가 없어 CPU가 64비트의 자신과 경주합니다.",
    program: "여기서 GPU는 CPU에서 도는 프로그램이므로, 그 속도는 그래픽 카드와 상관이 없습니다.",
    measure: "기준",
    agreement: |epochs| format!("에포크 {epochs} 뒤, 64비트와 비교한 값입니다."),
    reasons: [
        "GPU에는 코어가 수천 개 있지만, 일이 아무리 적어도 한 번 시작할 때마다 몇 마이크로초가 듭니다. 좁은 층은 코어 몇 개만 쓰게 하고, 하나씩 보면 CPU 코어가 더 빠릅니다.",
        "층이 넓고 배치가 클수록 더 많은 코어가 한꺼번에 일해 두 선이 만납니다. 그래서 다양하고 순차적인 일은 CPU가, 많고 단순한 일은 GPU가 맡고, 함께 쓸 때 가장 좋습니다.",
        "TPU는 같은 방향으로 더 나아간 장치입니다. 커다란 곱셈기 격자 하나가 행렬을 통째로 계산하므로, 아주 넓은 신경망이라야 그 격자를 다 쓸 수 있습니다.",
    ],
};

//! The words of the output column: losses, curves, the big picture.

/// The words of this area.
pub struct Words {
    /// Name of the column, for screen readers.
    pub title: &'static str,
    /// Above the loss over the training data.
    pub train_loss: &'static str,
    /// Above the loss over the test data.
    pub test_loss: &'static str,
    /// Above the share of right answers over the training data.
    pub train_accuracy: &'static str,
    /// The same over the test data.
    pub test_accuracy: &'static str,
    /// Where training stopped; the argument is the epoch.
    pub diverged: fn(&str) -> String,
    /// Beside it: goes back to the last good epoch, the argument.
    pub fall_back: fn(&str) -> String,
    /// The same, with a tenth of the learning rate.
    pub lower_rate: &'static str,
    /// At the end of the training curve; short.
    pub train: &'static str,
    /// At the end of the test curve; short.
    pub test: &'static str,
    /// The curves' choice: losses.
    pub loss: &'static str,
    /// The curves' choice: accuracies.
    pub accuracy: &'static str,
    /// Name of that choice, for screen readers.
    pub metric: &'static str,
    /// The toggle of the logarithmic axis.
    pub log: &'static str,
    /// What it does.
    pub log_title: &'static str,
    /// The toggle of the smoothing.
    pub smooth: &'static str,
    /// What it does.
    pub smooth_title: &'static str,
    /// Name of the chart, for screen readers.
    pub curves: &'static str,
    /// Below the chart while nothing is pointed at.
    pub curves_hint: &'static str,
    /// Epoch, training value and test value under the crosshair.
    pub readout: fn(&str, &str, &str) -> String,
    /// The big picture shows the network's answer.
    pub output: &'static str,
    /// It shows one of several outputs, by its number from 1 or by what it tells.
    pub output_unit: fn(&str) -> String,
    /// A class that has a number for a name.
    pub class: fn(&str) -> String,
    /// What the big picture is, for screen readers: what it shows, and along which sides.
    pub picture: fn(&str, &str) -> String,
    /// The same of a curve: that, what its axis says, and what that of the units before it says, if any.
    pub plot: fn(&str, &str, &str) -> String,
    /// What runs up over what runs across.
    pub over: fn(&str, &str) -> String,
    /// What runs up where it is the probability of a class.
    pub probability: fn(&str) -> String,
    /// What the units before add: how many are shown, and how many there are.
    pub parts: fn(usize, usize) -> String,
    /// Name of the choice of what runs from left to right, for screen readers.
    pub across: &'static str,
    /// The same of what runs from bottom to top.
    pub up: &'static str,
    /// Opens the values that the columns without a side are held at, so many; short. The picture is no more
    /// than a slice then.
    pub held: fn(usize) -> String,
    /// The choice of the first two principal components along both sides.
    pub components: &'static str,
    /// One of them, by its number from 1; short.
    pub component: fn(usize) -> String,
    /// It, and its share of the variance.
    pub of_variance: fn(&str, &str) -> String,
    /// What these are.
    pub held_title: &'static str,
    /// What a picture shows where columns are held, and why colours and points may differ.
    pub slice: &'static str,
    /// What is on show of the columns, where a change of it is undone.
    pub view: &'static str,
    /// Holds them in the middle again.
    pub held_reset: &'static str,
    /// A side of the picture: what runs along it, and its ends.
    pub side: fn(&str, &[String; 2]) -> String,
    /// Below the picture while nothing is pointed at.
    pub picture_hint: &'static str,
    /// The place under the pointer, what is told there, and its value.
    pub spot: fn(&str, &str, &str) -> String,
    /// What is told there, where it has no name of its own.
    pub value: &'static str,
    /// The place and the class told there, as one of the `answer_` words says it.
    pub spot_class: fn(&str, &str) -> String,
    /// The place and the two parts of the arrow there, each behind its name.
    pub spot_flow: fn(&str, &str, &str) -> String,
    /// What is told of a point, for screen readers.
    pub point: &'static str,
    /// Before a point's class or numbers.
    pub label: &'static str,
    /// Before what the network says of it.
    pub answer: &'static str,
    /// The class that it says and its probability.
    pub answer_probable: fn(&str, &str) -> String,
    /// The class that it says, the only output, and how far that is from the threshold, which is that.
    pub answer_output: fn(&str, &str, &str, &str) -> String,
    /// The class that it says, its output, and how much that is more than the next.
    pub answer_ahead: fn(&str, &str, &str) -> String,
    /// Holds the columns without a side at a point's values.
    pub hold_here: &'static str,
    /// Marks the points of highest loss; two short words.
    pub worst: &'static str,
    /// What that does.
    pub worst_title: &'static str,
    /// How many points lie outside the picture; short, for it stands in there.
    pub outside: fn(usize) -> String,
    /// The toggle of the test points.
    pub show_test: &'static str,
    /// The toggle of the two-colour picture.
    pub discretize: &'static str,
    /// Name of the colour scale, for screen readers; the arguments are its ends.
    pub scale: fn(&str, &str) -> String,
    /// The same of the scale of a class's own output: its ends and the class.
    pub class_scale: fn(&str, &str, &str) -> String,
    /// Of which points how many are told wrong, and of how many; short.
    pub wrong: fn(&str, &str, &str) -> String,
    /// The same as a sentence.
    pub wrong_title: fn(&str, &str, &str) -> String,
    /// Name of the row of tabs, for screen readers.
    pub tabs: &'static str,
    /// The tab of the picture.
    pub tab_output: &'static str,
    /// The tab of metrics.
    pub tab_metrics: &'static str,
    /// The tab of the pad, where the rows of the data are pictures of digits.
    pub tab_digit: &'static str,
    /// The tab of the plan.
    pub tab_graph: &'static str,
    /// Before the first report.
    pub no_report: &'static str,
    /// Above the names of the metrics.
    pub metric_name: &'static str,
    /// Above the confusion matrix.
    pub confusion: &'static str,
    /// How to read it.
    pub confusion_note: &'static str,
    /// Times each op.
    pub profile: &'static str,
    /// What that does.
    pub profile_note: &'static str,
    /// Above the ops from the input to the output.
    pub forward: &'static str,
    /// Above the ops from the loss to the gradients.
    pub backward: &'static str,
    /// Takes the learning rate that was found.
    pub use_rate: &'static str,
    /// Below the curve of a search.
    pub rate_axis: &'static str,
    /// The learning rate that a search suggests.
    pub rate_found: fn(&str) -> String,
    /// In its place where none is suggested.
    pub rate_not_found: &'static str,
    /// The curve of a search, for screen readers; the argument is the lowest loss.
    pub rate_curve: fn(&str) -> String,
    /// File name of a saved boundary, without its ending.
    pub boundary_file: &'static str,
    /// File name of saved curves, without its ending.
    pub curves_file: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    title: "Output",
    train_loss: "Train loss",
    test_loss: "Test loss",
    train_accuracy: "Train accuracy",
    test_accuracy: "Test accuracy",
    diverged: |epoch| format!("diverged at epoch {epoch}"),
    fall_back: |epoch| format!("Back to epoch {epoch}"),
    lower_rate: "Back, lower the rate",
    train: "train",
    test: "test",
    loss: "Loss",
    accuracy: "Accuracy",
    metric: "What the curves show",
    log: "Log",
    log_title: "Logarithmic axis: equal ratios are equally far apart",
    smooth: "Smooth",
    smooth_title: "Smoothed curves (moving average); the raw ones stay faint",
    curves: "Curves over the epochs. Arrow keys move along them.",
    curves_hint: "Point at the curves to read them",
    readout: |epoch, train, test| format!("Epoch {epoch} · train {train} · test {test}"),
    output: "Output",
    output_unit: |unit| format!("Output {unit}"),
    class: |class| format!("Class {class}"),
    picture: |shown, sides| {
        format!(
            "{shown} for {sides}, with the data points. Arrow keys move a pointer, Enter keeps what is \
             told of the point below it."
        )
    },
    plot: |picture, over, parts| match parts {
        "" => format!("{picture} A curve: {over}."),
        _ => format!("{picture} A curve: {over}. Below it: {parts}."),
    },
    over: |up, across| format!("{up} over {across}"),
    probability: |class| format!("Probability of {class}"),
    parts: |shown, units| match shown < units {
        true => format!("Weight × activation, the largest {shown} of {units} units"),
        false => "Weight × activation of the units before".to_owned(),
    },
    across: "Column from left to right",
    up: "Column from bottom to top",
    held: |columns| format!("Slice: {columns} held"),
    components: "Principal components 1 and 2",
    component: |number| format!("PC {number}"),
    of_variance: |component, share| format!("{component} ({share} of the variance)"),
    held_title: "What the columns that are not shown are held at",
    slice: "The picture is a slice: its colours are the answers where the other columns have these values. \
        A point has values of its own there, so it may be told right on another colour.",
    view: "Columns on show",
    held_reset: "Back to the middle",
    side: |name, [low, high]| format!("{name} from {low} to {high}"),
    picture_hint: "Point at the picture to read it; press a point to keep what is told of it",
    spot: |place, name, value| format!("{place} · {name} {value}"),
    value: "value",
    spot_class: |place, class| format!("{place} · {class}"),
    spot_flow: |place, u, v| format!("{place} · {u} · {v}"),
    point: "Data point",
    label: "Label",
    answer: "Answer",
    answer_probable: |class, share| format!("{class} (probability {share})"),
    answer_output: |class, value, away, threshold| {
        format!("{class} (output {value}, {away} from the threshold {threshold})")
    },
    answer_ahead: |class, value, by| format!("{class} (output {value}, {by} above the next)"),
    hold_here: "Hold at this sample",
    worst: "Worst ten",
    worst_title: "Marks the ten points on show that have the highest loss",
    outside: |count| match count {
        1 => "1 point outside".to_owned(),
        _ => format!("{count} points outside"),
    },
    show_test: "Test points",
    discretize: "Discretize",
    scale: |low, high| format!("Colours from {low} (orange) to {high} (blue)"),
    class_scale: |low, high, class| format!("Colours from {low} (pale) to {high} ({class})"),
    wrong: |half, count, total| format!("{half}: {count}/{total} wrong"),
    wrong_title: |half, count, total| {
        format!("{count} of {total} {half} points are told wrong: they have a dark edge")
    },
    tabs: "What the column shows",
    tab_output: "Output",
    tab_metrics: "Metrics",
    tab_graph: "Graph",
    tab_digit: "Draw a digit",
    no_report: "The metrics come with the next picture.",
    metric_name: "Metric",
    confusion: "Confusion matrix",
    confusion_note: "Rows are true classes, columns what the network says.",
    profile: "Profile",
    profile_note: "Times each operation alone, repeated for at least 20 ms.",
    forward: "Forward",
    backward: "Backward",
    use_rate: "Use it",
    rate_axis: "learning rate (logarithmic)",
    rate_found: |rate| format!("A rate to begin with: {rate}"),
    rate_not_found: "The curve hardly falls, or is noise: it suggests no rate.",
    rate_curve: |low| format!("Smoothed loss over the learning rate; the lowest is {low}."),
    boundary_file: "decision-boundary",
    curves_file: "loss-curves",
};

/// Korean.
pub static KOREAN: Words = Words {
    title: "출력",
    train_loss: "훈련 손실",
    test_loss: "테스트 손실",
    train_accuracy: "훈련 정확도",
    test_accuracy: "테스트 정확도",
    diverged: |epoch| format!("에포크 {epoch}에서 발산"),
    fall_back: |epoch| format!("{epoch}번째 에포크로 돌아가기"),
    lower_rate: "돌아가서 학습률 낮추기",
    train: "훈련",
    test: "테스트",
    loss: "손실",
    accuracy: "정확도",
    metric: "그래프에 표시할 값",
    log: "로그",
    log_title: "로그 축: 같은 비율이 같은 간격으로 보입니다",
    smooth: "평활화",
    smooth_title: "이동 평균으로 다듬은 곡선입니다. 원래 값은 흐리게 보입니다",
    curves: "에포크에 따른 곡선입니다. 방향키로 곡선을 따라 움직입니다.",
    curves_hint: "곡선을 가리키면 값을 보여 줍니다",
    readout: |epoch, train, test| format!("에포크 {epoch} · 훈련 {train} · 테스트 {test}"),
    output: "출력",
    output_unit: |unit| format!("출력 {unit}"),
    class: |class| format!("클래스 {class}"),
    picture: |shown, sides| {
        format!(
            "{shown}: {sides} 범위의 값과 데이터 점입니다. 방향키로 포인터를 움직이고, Enter로 그 자리에 \
             있는 점의 정보를 열어 둡니다."
        )
    },
    plot: |picture, over, parts| match parts {
        "" => format!("{picture} 곡선: {over}."),
        _ => format!("{picture} 곡선: {over}. 그 아래: {parts}."),
    },
    over: |up, across| format!("{across}에 따른 {up}"),
    probability: |class| format!("{class}일 확률"),
    parts: |shown, units| match shown < units {
        true => format!("가중치 × 활성값 (유닛 {units}개 중 가장 큰 {shown}개)"),
        false => "앞 층 유닛의 가중치 × 활성값".to_owned(),
    },
    across: "가로축에 표시할 열",
    up: "세로축에 표시할 열",
    held: |columns| format!("단면: {columns}개 고정"),
    components: "주성분 1과 2",
    component: |number| format!("주성분 {number}"),
    of_variance: |component, share| format!("{component} (분산의 {share})"),
    held_title: "축에 표시하지 않은 열을 고정해 둘 값입니다",
    slice: "그림은 한 단면입니다. 색은 나머지 열이 아래 값일 때의 예측이고, 점은 그 열의 값이 저마다 다릅니다. \
        그래서 다른 색 위에 있어도 맞게 예측한 점일 수 있습니다.",
    view: "표시한 열",
    held_reset: "가운데 값으로 되돌리기",
    side: |name, [low, high]| format!("{name} {low}~{high}"),
    picture_hint: "그림을 가리키면 값을 보여 줍니다. 점을 누르면 그 정보를 열어 둡니다",
    spot: |place, name, value| format!("{place} · {name} {value}"),
    value: "값",
    spot_class: |place, class| format!("{place} · {class}"),
    spot_flow: |place, u, v| format!("{place} · {u} · {v}"),
    point: "데이터 점",
    label: "레이블",
    answer: "예측",
    answer_probable: |class, share| format!("{class} (확률 {share})"),
    answer_output: |class, value, away, threshold| {
        format!("{class} (출력 {value}, 임곗값 {threshold}에서 {away} 떨어짐)")
    },
    answer_ahead: |class, value, by| format!("{class} (출력 {value}, 다음 클래스보다 {by} 큼)"),
    hold_here: "이 샘플 값으로 고정",
    worst: "손실 상위 10개",
    worst_title: "화면에 있는 점 가운데 손실이 가장 큰 열 개를 표시합니다",
    outside: |count| format!("그림 밖의 점 {count}개"),
    show_test: "테스트 점",
    discretize: "이산화",
    scale: |low, high| format!("{low}(주황)에서 {high}(파랑)까지의 색"),
    class_scale: |low, high, class| format!("{low}(옅은 색)에서 {high}({class})까지의 색"),
    wrong: |half, count, total| format!("{half} {count}/{total} 틀림"),
    wrong_title: |half, count, total| {
        format!("{half} 점 {total}개 중 {count}개를 틀리게 예측했습니다. 테두리가 진한 점입니다")
    },
    tabs: "표시할 내용",
    tab_output: "출력",
    tab_metrics: "지표",
    tab_graph: "그래프",
    tab_digit: "숫자 그리기",
    no_report: "다음 화면에서 지표를 보여 줍니다.",
    metric_name: "지표",
    confusion: "혼동 행렬",
    confusion_note: "행은 실제 클래스, 열은 신경망의 대답입니다.",
    profile: "시간 재기",
    profile_note: "연산마다 따로, 20 ms 이상 되풀이하여 시간을 잽니다.",
    forward: "순전파",
    backward: "역전파",
    use_rate: "적용",
    rate_axis: "학습률 (로그 축)",
    rate_found: |rate| format!("시작하기에 알맞은 학습률: {rate}"),
    rate_not_found: "곡선이 거의 내려가지 않거나 노이즈뿐이어서, 권할 학습률이 없습니다.",
    rate_curve: |low| {
        format!("학습률에 따른 손실을 평활화한 곡선입니다. 가장 낮은 값은 {low}입니다.")
    },
    boundary_file: "decision-boundary",
    curves_file: "loss-curves",
};

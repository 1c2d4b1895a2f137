//! Help in English.

use super::{Entry, Words};

/// English.
pub static ENGLISH: Words = Words {
    learning_rate: Entry::with(
        "How far each weight moves against its gradient after a batch. Too small, and learning \
         crawls; too large, and the loss jumps about or grows without end; at 0 nothing moves but a \
         momentum gathered before. You may change it while training runs.",
        "w ← w − η · ∂L/∂w",
    ),
    activation: Entry::with(
        "The function that a hidden unit applies to its weighted sum. It bends: without a bend, \
         any number of layers could do no more than a single one. ReLU cuts off negative values, \
         tanh squeezes into −1 to 1, sigmoid into 0 to 1, linear changes nothing.",
        "ReLU: max(x, 0)\ntanh: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)\nsigmoid: 1 / (1 + e⁻ˣ)",
    ),
    regularization: Entry::with(
        "A penalty on large weights, so that the network prefers a simple answer and does not \
         learn the noise by heart. L1 takes the same amount off every weight and prunes those \
         that do not help to exactly 0; L2 shrinks each in proportion to its size. Biases are \
         left alone.",
        "L1: λ · Σ|w|\nL2: λ · Σ ½w²",
    ),
    regularization_rate: Entry::with(
        "How strong the penalty is: 0 switches it off. With L2, learning rate × regularization \
         rate must stay below 2, or every step overshoots zero by more than it started with and \
         the weights blow up.",
        "L2 alone: w ← (1 − η·λ) · w",
    ),
    problem: Entry::plain(
        "Classification asks which class a point belongs to: two are orange and blue, of more each \
         has an output and a colour of its own. Regression asks for a number, or two. The labels’ \
         numbers and the output’s activation follow from problem and loss, unless you choose them.",
    ),
    dataset: Entry::plain(
        "Each set is a different riddle: some can be split with one straight line, the spiral \
         needs a long winding border. Every point has two coordinates, x₁ and x₂, and a label, \
         its colour.",
    ),
    dataset_of_numbers: Entry::plain(
        "Each set is a different riddle: the plane rises evenly, the bumps have hills and hollows, \
         the arrows ask for two numbers at once. Every point has two coordinates, x₁ and x₂, those of \
         the wave x₁ alone, and a number to tell, its colour.",
    ),
    curve: Entry::plain(
        "A formula of x1 that parts the points in two: those above it are of one class, those below or on \
         it of the other. Try x1^2/4 - 3, or 3*sign(x1). Where it has no value, as log(x1) to the left of \
         the middle, there are no points.",
    ),
    train_percent: Entry::plain(
        "The share of the points that the network learns from. The others are kept aside and only \
         test whether it also does well on points that it has never seen.",
    ),
    noise: Entry::plain(
        "How much chance is mixed into the data. With a lot of it classes overlap and numbers \
         scatter; a network that fits every training point has then learned chance, not the pattern.",
    ),
    first_class: Entry::plain(
        "The share of class 1, the orange one (−1 of two), among all samples; the others have the \
         rest in equal parts. Where one class is rare, a network that never tells it is right nearly always: \
         look at recall and the confusion matrix, not at accuracy alone.",
    ),
    label_noise: Entry::plain(
        "The share of the training samples that are given another class than their own. Labels of the \
         test samples stay right. A large network learns the wrong ones by heart: the training loss \
         falls, the test loss rises.",
    ),
    test_shift: Entry::plain(
        "How far the test samples are moved to the right, with their labels. The network is then tested \
         on data unlike those that it learns from, as happens when the world changes: the test loss \
         grows, and longer training does not help.",
    ),
    split: Entry::plain(
        "Which samples train and which test. Random: any, so that a rare class may be missing from one \
         part. Stratified: each class has the same share in both parts.",
    ),
    batch_size: Entry::with(
        "How many samples the network looks at before its weights move once, along the mean of \
         their gradients. A small batch moves often and unsteadily, a large one seldom and \
         smoothly.",
        "∂L/∂w = (1/B) · Σ ∂Lᵢ/∂w",
    ),
    samples: Entry::plain(
        "How many points are drawn, for training and testing together. More points show the \
         pattern more clearly; an epoch then takes longer.",
    ),
    seed: Entry::plain(
        "A text from which all chance in this run follows: the points and the first weights. The \
         same seed with the same settings gives the same run; draw a new one to see whether \
         a result was luck. Regenerate draws other points only.",
    ),
    rules: Entry::plain(
        "Modern: each epoch shuffles the samples, a short last batch counts, weights that L1 pruned \
         may come back, Reset repeats the same start. Playground-exact: one order for all epochs, \
         left-over samples join the next batch, pruned weights stay at 0, Reset draws other \
         weights; at 64 bits, with nothing changed in mid-run, the numbers are the TensorFlow \
         Playground’s, to the last bit.",
    ),
    precision: Entry::plain(
        "How many binary digits each number has. 32 bits (about 7 decimal digits) are enough for \
         learning and are computed four at a time (SIMD), so they are fast. 64 bits (about 16 \
         digits) give, by Playground rules, the TensorFlow Playground’s numbers to the last bit.",
    ),
    features: Entry::plain(
        "What the network is shown of each point: its coordinates, or a square, product or sine of \
         them. A well-chosen feature can make a hard riddle easy: the circle needs only x₁² and \
         x₂². Click to switch one on or off, or add a formula of your own, as sin(3*x1)*x2.",
    ),
    features_of_pixels: Entry::plain(
        "The network sees a picture of 8 × 8 pixels; each tells how much ink it has, from 0 to 16. Here \
         stands the mean of the training data, the sample that you point at or the digit that you draw. \
         Point at a unit of the first layer: its weights show where it looks for ink (blue) and where \
         for none (orange).",
    ),
    hidden_layers: Entry::plain(
        "Layers between the features and the output. Each builds on what the layer before has \
         found, so later ones can form more complicated shapes. With no hidden layer the output \
         changes in one direction alone and a border is straight, unless curved features are on. A \
         layer with trainable off learns nothing and stays as it is.",
    ),
    units: Entry::with(
        "A unit multiplies each of its inputs by a weight, adds them up with its bias and applies \
         the activation. Its little picture shows the result at every place of the plane; point \
         at it to see it large.",
        "a = f(Σ wᵢ·xᵢ + b)",
    ),
    bias: Entry::plain(
        "A number that a unit adds to its weighted sum, whatever the input. It shifts the place \
         where the unit switches. It is learned like a weight; choose it to see its value or to \
         set it by hand. A layer with use_bias off has none.",
    ),
    weights: Entry::plain(
        "Each line carries one unit's output to the next, multiplied by its weight. Blue is \
         positive, orange negative, and the thicker the line, the larger the weight. Choose a \
         line to see its value or to set it by hand.",
    ),
    dead_units: Entry::plain(
        "Units that answer every training sample alike, because all their sums lie where the \
         activation is flat: of a ReLU, below 0. No gradient comes through there, so they no longer \
         learn. It happens by an unlucky start or by a step too large; another seed, a smaller \
         learning rate or a leaky ReLU helps.",
    ),
    colours: Entry::plain(
        "One scale for everything: orange is negative, blue positive, and the paler, the nearer \
         to 0. Points show their labels, lines their weights, pictures the values of a unit; the \
         large one is paler than its points. Grey hatching: the value is no longer a number.",
    ),
    colours_of_classes: Entry::plain(
        "Each class has a colour and a mark of its own. A point has those of its label, a place \
         those of the class told there: the paler, the less sure. Lines and hidden units are \
         orange below 0 and blue above it. Grey hatching: the value is no longer a number.",
    ),
    colours_of_flow: Entry::plain(
        "Arrows show both outputs at once. The colours below them are those of one output, u or v, \
         and so are the points’: orange is negative, blue positive, and the paler, the nearer to 0. \
         Grey hatching: the value is no longer a number.",
    ),
    output: Entry::plain(
        "What the network says at every place of the plane, with the data drawn over it. Where \
         a point and its background have the same colour, the network is right; points that it \
         gets wrong are larger, with a strong edge. Point at a unit to see that unit here instead.",
    ),
    output_of_classes: Entry::plain(
        "The class that the network tells at every place of the plane: that of its largest output, \
         in the class’s colour. Points that it gets wrong are larger, with a strong edge. Point at \
         an output to see one class alone, from pale (no) to its colour (yes).",
    ),
    output_of_flow: Entry::plain(
        "What the network says at every place of the plane: two numbers, drawn as an arrow. The \
         points show what one of them should be. Point at a unit to see that unit here instead.",
    ),
    output_of_numbers: Entry::plain(
        "What the network says at every place of the plane, with the data drawn over it. A point has \
         the colour of what it should say there: the nearer the background’s is to that, the smaller \
         the error. Point at a unit to see that unit here instead.",
    ),
    losses: Entry::with(
        "How wrong the network is: the mean of this formula over all points, y the output and t the \
         label. Training makes the training loss small. When the test loss stays well above it, the \
         network has learned its points by heart: it overfits.",
        "½(y − t)²",
    ),
    accuracy: Entry::plain(
        "The share of points whose class the output tells: a single output lies on the label’s \
         side, of several the right one is the largest. The loss can still fall when it has \
         reached 100 %, as the network becomes surer.",
    ),
    curves: Entry::plain(
        "The losses from epoch to epoch; the training curve is solid, the test curve dashed. The \
         log scale spreads out small values, and smoothing calms the zigzag; neither changes \
         training.",
    ),
    test_data: Entry::plain(
        "Draws the test points too. The network never learns from them; they only show how well it \
         does on something new.",
    ),
    discretize: Entry::plain(
        "Shows only two colours: the side on which the output lies. The line where they meet is the \
         decision boundary. Hidden units keep their shades.",
    ),
    discretize_numbers: Entry::plain(
        "Shows only two colours: orange where the output lies in the lower half of the scale, blue \
         where it lies in the upper. Where they meet it is in the middle. Hidden units keep their \
         shades.",
    ),
    discretize_classes: Entry::plain(
        "Shows each place in the colour of the class told there, however sure the network is. The \
         lines where they meet are the decision boundaries. Hidden units keep their shades.",
    ),
    speed: Entry::plain(
        "How fast training runs. “Sample” and “batch” are slow motion; then come 1, 10 \
         and 60 epochs a second, and as fast as this computer can. An epoch is one pass through \
         all the training samples.",
    ),
    step: Entry::plain(
        "Goes on by one epoch, one batch or one sample, and stops. After a single sample the \
         weights may stand still: they move when its batch is full.",
    ),
    run_to: Entry::plain(
        "Trains and stops exactly at the end of this epoch. Good for comparing two settings fairly.",
    ),
    initializer: Entry::with(
        "How the weights start. If they start too large, sums and gradients grow from layer to \
         layer; too small, and they fade; all alike, and the units of a layer stay alike. The \
         width that suits depends on how many inputs a layer has and on its activation.",
        "Glorot: variance = 2 / (inputs + units)\nHe: variance = 2 / inputs",
    ),
    output_activation: Entry::plain(
        "What the output units apply to their sums: tanh for −1 to 1, sigmoid for a probability, \
         softmax for one probability a class, linear for a number. Left automatic, it is the one \
         that suits loss and labels.",
    ),
    loss_function: Entry::plain(
        "What training makes small: the measure of how wrong an output is. Its slope is where all \
         gradients begin. A squared error minds large errors most, an absolute one minds all alike, a \
         cross-entropy minds what the network was sure of and got wrong.",
    ),
    label_coding: Entry::plain(
        "Which numbers stand for the classes: −1 and +1, 0 and 1, or an output for each class, of \
         which the right one is 1. Left automatic, loss, output and labels fit together.",
    ),
    optimizer: Entry::with(
        "How a gradient becomes a step. Plain descent goes straight down; momentum remembers where \
         it was going; Adam and its kin give every weight a step of its own. You may change it and \
         its knobs while training runs; the weights stay.",
        "SGD: w ← w − η · g\nMomentum: m ← μ·m − η·g, w ← w + m",
    ),
    weight_decay: Entry::with(
        "Takes a share off every weight at each step, apart from the gradient. With plain descent \
         that is the same as L2; with Adam it is not, and it works better.",
        "w ← w − η·λ·w",
    ),
    clipping: Entry::plain(
        "Shortens gradients that are too long, so that one steep place cannot throw the weights \
         away: by the length of each variable’s gradient (clipnorm), entry by entry (clipvalue), \
         or by the length of all together. One of the three at a time, as in Keras; 0 switches it \
         off.",
    ),
    schedule: Entry::plain(
        "How the learning rate changes with the number of weight updates: large steps at first to \
         get near, small ones later to settle. The number beside it is the rate of the next update.",
    ),
    callbacks: Entry::plain(
        "What watches the epochs: it can stop the training when nothing gets better any more and \
         bring the best weights back, stop at a goal, or lower the learning rate. Where a number \
         is no longer finite, training always stops.",
    ),
    rate_finder: Entry::plain(
        "Trains a copy of the network on ever larger learning rates and draws its loss. Suggested is \
         where the curve falls fastest, or a tenth of the rate at its lowest point, whichever is \
         smaller. Your own network stays as it is.",
    ),
    runtime: Entry::plain(
        "What computes: everything runs on your own computer, in a background thread of the \
         browser, so the page stays smooth; nothing is sent anywhere. The menu is that of Colab's \
         runtime types. A small network is done on the CPU before a GPU has been told what to do; \
         wide layers and large batches suit the GPU. Where there is one it draws the pictures in \
         any case.",
    ),
    share: Entry::plain(
        "The link holds all settings and the seed, but not the trained weights. Whoever opens it \
         begins where you began and can repeat your experiment.",
    ),
    take: Entry::plain(
        "The trained network as a file: for Keras and other programs, as plain code, or the whole run, \
         which goes on here another day. A format that cannot hold all of this network says so and gives \
         no file, so that no file answers otherwise than the network on show.",
    ),
};

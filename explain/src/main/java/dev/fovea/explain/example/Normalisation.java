package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Panel;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.BatchStatistics;
import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.op.MatMul;
import dev.fovea.op.Node;
import dev.fovea.op.RunningStatistics;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Local response normalisation of one pixel's channels, and batch norm's algorithm on a small batch.
///
/// @param places where networks have them
/// @param responses one pixel under small constants, then under those of the paper
/// @param batch one neuron's values in a batch
/// @param running the mean as training keeps it, batch after batch
public record Normalisation(
        List<NormPlace> places, List<Response> responses, Columns batch, List<Running> running) implements Example {
    private static final float MOMENTUM = .1f;
    private static final int BATCHES = 60;
    private static final int BATCH = 8;

    /// Of the numbers whose mean is kept.
    private static final double MEAN = 5;
    private static final double DEVIATION = 2;
    private static final List<Integer> SHOWN = List.of(1, 2, 3, 5, 10, 20, 40, 60);

    public Normalisation {
        places = List.copyOf(places);
        responses = List.copyOf(responses);
        running = List.copyOf(running);
    }

    /// `b[i] = a[i] / (k + α · Σ a[j]²)^β`, with j up to `radius` channels beside i.
    ///
    /// @param before one pixel's channels
    /// @param sums of the squares of each channel and its neighbours
    /// @param divisors what each channel is divided by
    public record Response(
            int radius, float k, float alpha, float beta, Tensor before, Tensor sums, Tensor divisors, Tensor after) {
        static Response of(LocalResponseNormalization rule, Tensor before, Backend backend) {
            Calculation calculation = new Calculation(backend);
            int channels = before.values().length;
            Node a = calculation.parameter("a", Planes.shaped(before, 1, channels));
            Node after = rule.on(a);
            Tensor near = Tensor.zeros(Shape.of(channels, channels));
            for (int i = 0; i < near.values().length; i++) {
                near.values()[i] = Math.abs(i / channels - i % channels) <= rule.radius() ? 1 : 0;
            }
            Node sums = MatMul.plain().on(a.times(a), calculation.parameter("near", near));
            Map<String, Tensor> found =
                    calculation.values(Map.of("after", after, "divisors", a.over(after), "sums", sums));
            return new Response(
                    rule.radius(), rule.bias(), rule.alpha(), rule.beta(), before, row(found, "sums"),
                    row(found, "divisors"), row(found, "after"));
        }
    }

    /// Batch norm in columns: a number for each sample of the batch.
    ///
    /// @param x what the neuron gave
    /// @param centred x − μ
    /// @param squares (x − μ)²
    /// @param normalised x̂ = (x − μ) / √(σ² + ε)
    /// @param y γ · x̂ + β
    public record Columns(
            float mean, float variance, float epsilon, float gamma, float beta, Tensor x, Tensor centred,
            Tensor squares, Tensor normalised, Tensor y) {
        static Columns of(Tensor x, float gamma, float beta, float epsilon, Backend backend) {
            int samples = x.values().length;
            Calculation calculation = new Calculation(backend);
            Node in = calculation.parameter("x", Planes.shaped(x, samples, 1));
            Node one = calculation.parameter("one", Tensor.of(Shape.of(1), 1));
            Node zero = calculation.parameter("zero", Tensor.of(Shape.of(1), 0));
            Node statistics = new BatchStatistics().on(in);
            Node scale = calculation.parameter("gamma", Tensor.of(Shape.of(1), gamma));
            Node shift = calculation.parameter("beta", Tensor.of(Shape.of(1), beta));
            BatchNormalization rule = new BatchNormalization(epsilon, true);
            Map<String, Node> wanted = new LinkedHashMap<>();
            wanted.put("statistics", statistics);
            wanted.put("normalised", rule.on(in, one, zero, statistics));
            wanted.put("y", rule.on(in, scale, shift, statistics));
            Map<String, Tensor> found = calculation.values(wanted);
            float mean = Calculation.value(found, "statistics").values()[0];
            Calculation columns = new Calculation(backend);
            Node centred = columns.parameter("x", x).plus(-mean);
            Map<String, Tensor> more = columns.values(Map.of("centred", centred, "squares", centred.times(centred)));
            return new Columns(
                    mean, Calculation.value(found, "statistics").values()[1], epsilon, gamma, beta, x,
                    row(more, "centred"), row(more, "squares"), row(found, "normalised"), row(found, "y"));
        }
    }

    /// The mean after a batch.
    ///
    /// @param batch 1, 2, …
    /// @param mean of this batch
    /// @param kept (1 − m) · what was kept before + m · this batch's
    /// @param plain the mean of the means of all batches so far
    public record Running(int batch, float mean, float kept, float plain) {}

    private static Tensor row(Map<String, Tensor> found, String name) {
        Tensor value = Calculation.value(found, name);
        return new Tensor(Shape.of(value.values().length), value.values());
    }

    public static Normalisation of(Backend backend) {
        return new Normalisation(
                NormPlace.found(),
                List.of(
                        Response.of(
                                new LocalResponseNormalization(1, 1, 1, .5f),
                                Tensor.of(Shape.of(7), 2, 2, 2, 8, 2, 2, 2), backend),
                        Response.of(
                                new LocalResponseNormalization(2, 2, 1e-4f, .75f),
                                Tensor.of(Shape.of(7), 20, 20, 20, 200, 20, 20, 20), backend)),
                Columns.of(Tensor.of(Shape.of(8), 2, 4, 4, 4, 5, 5, 7, 9), 2, 10, 1e-5f, backend),
                running(backend));
    }

    private static List<Running> running(Backend backend) {
        Seed seed = Seed.of(1);
        Calculation calculation = new Calculation(backend);
        Node x = calculation.parameter("x", Tensor.zeros(Shape.of(BATCH, 1)));
        // As a layer starts: mean 0, variance 1.
        Node kept = calculation.parameter("kept", Tensor.of(Shape.of(2, 1), 0, 1));
        Node plain = calculation.parameter("plain", Tensor.zeros(Shape.of(2, 1)));
        Node share = calculation.parameter("share", Tensor.of(Shape.SCALAR, 1));
        Node statistics = new BatchStatistics().on(x);
        Map<String, Node> wanted = new LinkedHashMap<>();
        wanted.put("statistics", statistics);
        wanted.put("kept", new RunningStatistics(MOMENTUM).on(kept, statistics, x));
        wanted.put("plain", plain.plus(statistics.minus(plain).times(share)));
        Calculation.Run run = calculation.compile(wanted);
        List<Running> found = new ArrayList<>();
        for (int batch = 1; batch <= BATCHES; batch++) {
            Tensor drawn = Tensor.zeros(Shape.of(BATCH, 1));
            for (int i = 0; i < BATCH; i++) {
                drawn.values()[i] = (float) (MEAN + DEVIATION * seed.normal((long) batch * BATCH + i));
            }
            Map<String, Tensor> values =
                    run.with("x", drawn).with("share", Tensor.of(Shape.SCALAR, 1f / batch)).values();
            found.add(new Running(
                    batch, Calculation.value(values, "statistics").values()[0],
                    Calculation.value(values, "kept").values()[0], Calculation.value(values, "plain").values()[0]));
            run.with("kept", Calculation.value(values, "kept")).with("plain", Calculation.value(values, "plain"));
        }
        return found;
    }

    @Override
    public String title() {
        return "Normalisation: neighbours that damp each other, and the batch";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        NormPlace.addTo(page, places);
        page.add(new Block.Heading("Local response normalisation"));
        page.add(Block.text("In the eye, a nerve cell that is strongly excited damps the cells beside it: lateral"
                + " inhibition. What differs from its surroundings stands out. Krizhevsky, Sutskever and Hinton (2012)"
                + " did the same between the maps of a network: at each pixel, each channel is divided by the strength"
                + " of the channels next to it, n of them with itself:"));
        page.add(Block.lines("b_i = a_i / (k + α · Σ a_j²)^β     j from i − n/2 to i + n/2"));
        page.add(Block.picture("normalisation-local.svg"));
        Response small = responses.getFirst();
        page.add(Block.text("One pixel with seven channels, n = " + (2 * small.radius + 1) + ", k = "
                + fixed(small.k, 0)
                + ", α = " + fixed(small.alpha, 0) + ", β = 1/2, which is a square root:"));
        page.add(table(small, 0));
        float[] after = small.after.values();
        page.add(Block.text("Six channels gave the same 2. Beside the strong channel it has become "
                + fixed(after[2], 3) + ", farther away " + fixed(after[1], 3) + " and " + fixed(after[0], 3)
                + ": who stands beside a strong answer is damped, and weak answers where all are weak count for more"
                + " than before. At its own place the strong one keeps its lead: it is divided by the same number as"
                + " the two beside it. Nothing is learned here; k, α, β and n are chosen once."));
        Response paper = responses.getLast();
        page.add(Block.text("With the paper's constants, n = " + (2 * paper.radius + 1) + ", k = " + fixed(paper.k, 0)
                + ", α = .0001, β = .75, on greater numbers: two channels on each side are damped."));
        page.add(table(paper, 0));
        addBatch(page);
        addRunning(page);
        return page;
    }

    private static Block table(Response response, int decimals) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < response.before.values().length; i++) {
            rows.add(List.of(
                    Integer.toString(i + 1), fixed(response.before.values()[i], decimals),
                    fixed(response.sums.values()[i], 0), fixed(response.divisors.values()[i], 3),
                    fixed(response.after.values()[i], 3)));
        }
        return new Block.Table(List.of("channel", "a", "Σ a²", "divided by", "b"), rows, List.of());
    }

    private void addBatch(List<Block> page) {
        page.add(new Block.Heading("Batch normalisation"));
        page.add(Block.text("Batch norm (Ioffe and Szegedy, 2015) looks the other way: at one neuron or one map, over"
                + " all pictures of a batch. Here one neuron gave " + batch.x.values().length + " numbers, one for each"
                + " picture. μ is their mean, σ² the mean of the squared distances from it:"));
        page.add(Block.picture("normalisation-batch.svg"));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < batch.x.values().length; i++) {
            rows.add(List.of(
                    Integer.toString(i + 1), fixed(batch.x.values()[i], 0), fixed(batch.centred.values()[i], 0),
                    fixed(batch.squares.values()[i], 0), fixed(batch.normalised.values()[i], 3),
                    fixed(batch.y.values()[i], 3)));
        }
        page.add(new Block.Table(
                List.of("picture", "x", "x − μ", "(x − μ)²", "x̂", "y"), rows, List.of()));
        page.add(Block.lines(
                "μ  = mean of x = " + fixed(batch.mean, 0),
                "σ² = mean of (x − μ)² = " + fixed(batch.variance, 0),
                "x̂  = (x − μ) / √(σ² + ε)        ε = .00001, so that nothing is divided by 0",
                "y  = γ · x̂ + β                  γ = " + fixed(batch.gamma, 0) + ", β = " + fixed(batch.beta, 0)));
        page.add(Block.text("The deviation is the root of σ²: how far the numbers typically lie from their mean. x̂ has"
                + " mean 0 and deviation 1, whatever the layers before do; so a layer need not chase"
                + " what moves before it. γ and β are learned: where another deviation and another mean serve better,"
                + " the network takes them; it could even undo the normalisation."));
    }

    private void addRunning(List<Block> page) {
        page.add(new Block.Heading("The mean that prediction uses"));
        page.add(Block.text("A picture that comes alone has no batch (see fovea show batchnorm). So training keeps a"
                + " running mean and a running variance, which is the name of σ², for later: after each batch, .9 of"
                + " what was kept and .1 of the batch's own. The " + fixed(MOMENTUM, 1) + " is called the momentum."
                + " Beside it the plain mean of all batches so far, for numbers drawn with mean"
                + " " + fixed(MEAN, 0) + " and deviation "
                + fixed(DEVIATION, 0) + ", " + BATCH + " a batch:"));
        page.add(Block.picture("normalisation-running.svg"));
        page.add(new Block.Table(
                List.of("batch", "its mean", "running mean", "plain mean"),
                SHOWN.stream()
                        .map(batch -> running.get(batch - 1))
                        .map(one -> List.of(
                                Integer.toString(one.batch), fixed(one.mean, 3), fixed(one.kept, 3),
                                fixed(one.plain, 3)))
                        .toList(),
                List.of()));
        page.add(Block.text("The running mean starts at 0 and needs some twenty batches to forget that; then it"
                + " follows, a little unquiet. The plain mean is calmer, but never forgets: in training, where the"
                + " weights change all the time, it would keep what early, bad weights gave. That is why layers keep"
                + " a running mean."));
    }

    @Override
    public Map<String, byte[]> pictures() {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        Response small = responses.getFirst();
        double[] channels = {1, 2, 3, 4, 5, 6, 7};
        Figure inhibition = Chart.of(
                "One pixel's channels, each as a share of the strongest", Axis.of("channel").range(1, 7).at(channels),
                Axis.of("share of the strongest").range(0, 1), share("before", channels, small.before),
                share("after", channels, small.after));
        double[] x = running.stream().mapToDouble(Running::batch).toArray();
        Figure means = Chart.of(
                "The mean of one neuron, batch after batch", Axis.of("batch").range(0, BATCHES),
                Axis.of("mean").range(0, 7),
                Chart.Series.line("running, momentum " + fixed(MOMENTUM, 1), x,
                        running.stream().mapToDouble(Running::kept).toArray()),
                Chart.Series.line("plain", x, running.stream().mapToDouble(Running::plain).toArray()),
                new Chart.Series(
                        "of each batch", x, running.stream().mapToDouble(Running::mean).toArray(),
                        Chart.Style.POINTS));
        pictures.put("normalisation-local.svg", Drawn.bytes(
                Panel.column(
                        18, inhibition,
                        Panel.row(
                                20, column("a", small.before, 0), Drawn.sign("→"), column("Σ a²", small.sums, 0),
                                Drawn.sign("→"), column("divided by", small.divisors, 3), Drawn.sign("→"),
                                column("b", small.after, 3))),
                "Local response normalisation: neighbours damp each other"));
        pictures.put("normalisation-batch.svg", Drawn.bytes(
                Panel.row(
                        20, column("x", batch.x, 0), Drawn.sign("→"), column("x − μ", batch.centred, 0),
                        Drawn.sign("→"), column("(x − μ)²", batch.squares, 0), Drawn.sign("→"),
                        column("x̂", batch.normalised, 2), Drawn.sign("→"), column("γ·x̂ + β", batch.y, 0)),
                "Batch normalisation of one neuron"));
        pictures.put("normalisation-running.svg", Drawn.bytes(means, "The running mean beside the plain mean"));
        return pictures;
    }

    private static Chart.Series share(String name, double[] channels, Tensor values) {
        double greatest = 0;
        for (float value : values.values()) {
            greatest = Math.max(greatest, value);
        }
        double[] shares = new double[channels.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = values.values()[i] / greatest;
        }
        return Chart.Series.line(name, channels, shares).style(Chart.Style.LINE_AND_POINTS);
    }

    private static Figure column(String title, Tensor values, int decimals) {
        Matrix matrix = Drawn.signed(Planes.shaped(values, values.values().length, 1), 30).decimals(decimals);
        return matrix.across(64).titled(title);
    }
}

package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.drawing.Axis;
import dev.fovea.drawing.Chart;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Panel;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A real series under two kernels that are set by hand: one finds where its level changes, one smooths it.
///
/// @param flow of the Nile at Aswan in each year from 1871 to 1970, in 10⁸ m³
/// @param edge ten years of −1/10, then ten of 1/10
/// @param changes what the edge gives at each place: the mean of ten years less that of the ten before
/// @param smooth eleven years of 1/11
/// @param means what it gives: moving averages
public record NileFlow(Tensor flow, Tensor edge, Tensor changes, Tensor smooth, Tensor means) {
    static final int FIRST = 1871;
    static final int HALF = 10;
    private static final int SMOOTH = 11;
    private static final int AROUND = 2;

    /// Cobb, "The problem of the Nile: conditional solution to a changepoint problem", Biometrika 65, 1978, 243–251.
    /// Rdatasets, from R's `datasets`, and statsmodels, which gives it as public domain, have the same numbers.
    private static final float[] FLOW = {
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
        1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
        831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
        781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
        744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740};

    static NileFlow of(Backend backend) {
        Tensor edge = Tensor.zeros(Shape.of(1, 2 * HALF));
        Arrays.fill(edge.values(), 0, HALF, -1f / HALF);
        Arrays.fill(edge.values(), HALF, 2 * HALF, 1f / HALF);
        Tensor smooth = Tensor.zeros(Shape.of(1, SMOOTH));
        Arrays.fill(smooth.values(), 1f / SMOOTH);
        Tensor flow = Tensor.of(Shape.of(1, FLOW.length), FLOW);
        return new NileFlow(flow, edge, slid(edge, backend), smooth, slid(smooth, backend));
    }

    /// What a layer with this kernel makes of the series.
    private static Tensor slid(Tensor kernel, Backend backend) {
        int size = kernel.values().length;
        Network network = new Network(Shape.of(FLOW.length, 1), Conv1D.of(1, size).withoutBias());
        Store store = new Store(Layout.of(network.parameters().shapes()), Layout.of(Map.of()));
        store.write("conv1d.filters", Planes.shaped(kernel, 1, size, 1, 1));
        Frame frame = backend.compile(network.inference(), store, 1).frame();
        frame.bind(Network.IMAGES, FLOW, 0);
        frame.run(1, 0);
        return Planes.shaped(frame.read(Network.OUTPUT), 1, FLOW.length - size + 1);
    }

    /// The place of the deepest fall.
    int fall() {
        int fall = 0;
        for (int i = 1; i < changes.values().length; i++) {
            fall = changes.values()[i] < changes.values()[fall] ? i : fall;
        }
        return fall;
    }

    /// The place of the highest rise.
    private int rise() {
        int rise = 0;
        for (int i = 1; i < changes.values().length; i++) {
            rise = changes.values()[i] > changes.values()[rise] ? i : rise;
        }
        return rise;
    }

    /// The first year of the second half of the kernel at a place.
    static int year(int place) {
        return FIRST + place + HALF;
    }

    void addTo(List<Block> page) {
        int fall = fall();
        page.add(new Block.Heading("A real series: how much water the Nile carries"));
        page.add(Block.text("Each year from " + FIRST + " to " + (FIRST + FLOW.length - 1) + " the flow of the Nile at"
                + " Aswan was measured, in units of 10⁸ m³, 100 million cubic metres (Cobb, 1978). The numbers go up"
                + " and down from year to year. Did the river change for good at some time? A Conv1D can answer with"
                + " a kernel that is not learned but set by hand: ten weights of −1/10, then ten of 1/10. At each place"
                + " it gives the mean of ten years less the mean of the ten years before."));
        page.add(Block.picture("series-nile.svg"));
        List<String> worked = new ArrayList<>();
        worked.addAll(mean("before", fall));
        worked.addAll(mean("after", fall + HALF));
        worked.add("change  " + fixed(changes.values()[fall], 1) + " from " + (year(fall) - 1) + " to " + year(fall));
        page.add(new Block.Lines(worked));
        page.add(Block.text("That is the place where it is farthest below 0. Near it, and where it is highest:"));
        List<List<String>> rows = new ArrayList<>();
        for (int place = fall - AROUND; place <= fall + AROUND; place++) {
            rows.add(row(place));
        }
        rows.add(row(rise()));
        page.add(new Block.Table(List.of("between", "ten years before", "ten years after", "change"), rows, List.of()));
        page.add(Block.text("The kernel finds one large change, a fall between " + (year(fall) - 1) + " and "
                + year(fall) + "; the series is known for it. The largest rise is about a third of that in size: of"
                + " ten noisy years the mean goes up and down by as much. Why the flow fell, the kernel does not"
                + " say."));
        page.add(Block.text("Another kernel, " + SMOOTH + " weights of 1/" + SMOOTH + ", gives moving averages: each"
                + " year's number becomes the mean of the " + SMOOTH + " years around it, and what changes from year to"
                + " year is gone. They go from " + fixed(least(means), 0) + " to " + fixed(greatest(means), 0)
                + ", where the years themselves go from " + fixed(least(flow), 0) + " to "
                + fixed(greatest(flow), 0) + ". A kernel with both signs finds changes, one"
                + " with one sign smooths: in pictures it is the same (see fovea show convolution)."));
    }

    private static float least(Tensor numbers) {
        float least = numbers.values()[0];
        for (float value : numbers.values()) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static float greatest(Tensor numbers) {
        float greatest = numbers.values()[0];
        for (float value : numbers.values()) {
            greatest = Math.max(greatest, value);
        }
        return greatest;
    }

    /// Ten years' mean, written out.
    private List<String> mean(String name, int from) {
        List<String> years = new ArrayList<>();
        for (int i = from; i < from + HALF; i++) {
            years.add(fixed(flow.values()[i], 0));
        }
        return List.of(
                String.format(Locale.ROOT, "%-6s  (", name) + String.join(" + ", years) + ")",
                "        / " + HALF + " = " + fixed(tenYears(from), 1));
    }

    private float tenYears(int from) {
        float sum = 0;
        for (int i = from; i < from + HALF; i++) {
            sum += flow.values()[i];
        }
        return sum / HALF;
    }

    private List<String> row(int place) {
        return List.of(
                (year(place) - 1) + " and " + year(place), fixed(tenYears(place), 1), fixed(tenYears(place + HALF), 1),
                fixed(changes.values()[place], 1));
    }

    /// The series with its moving average, and below it the kernel's answer.
    Figure chart() {
        return Panel.column(
                20, Chart.of(
                                "Flow of the Nile at Aswan", Axis.ofYears().range(FIRST - 1, FIRST + FLOW.length),
                                Axis.of("10⁸ m³"),
                                line("each year", flow, FIRST),
                                line("mean of " + SMOOTH + " years", means, FIRST + SMOOTH / 2))
                        .size(640, 240),
                Chart.of(
                                "Ten years, from this one on, less the ten before",
                                Axis.ofYears().range(FIRST - 1, FIRST + FLOW.length), Axis.of("10⁸ m³"),
                                line("change", changes, year(0)))
                        .size(640, 200));
    }

    private static Chart.Series line(String name, Tensor numbers, int first) {
        double[] years = new double[numbers.values().length];
        double[] values = new double[years.length];
        for (int i = 0; i < years.length; i++) {
            years[i] = first + i;
            values[i] = numbers.values()[i];
        }
        return Chart.Series.line(name, years, values);
    }
}

package dev.fovea.app.page;

import dev.fovea.lab.measure.Profile;
import dev.fovea.lab.measure.Profile.Layer;
import dev.fovea.lab.measure.Profile.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A profile as people read it, in 80 columns.
///
/// @param whole what the whole run is called
/// @param byTime whether what takes most time comes first; else the order of the plan
/// @param top how many steps and layers to show, those that take most time
public record ProfileTable(Profile profile, String whole, boolean byTime, int top) {
    public static final int COLUMNS = 80;

    private static final String FIGURES = " %7s %5s %7s %5s %6s %5s";
    private static final String LAYER = " %9s %9s %9s %5s";
    private static final int NAME = COLUMNS - String.format(Locale.ROOT, FIGURES, "", "", "", "", "", "").length();
    private static final Pattern ENDING = Pattern.compile("(\\.\\w+| \\(.*\\))$");
    private static final double BETWEEN_SHOWN = 0.01;

    /// The steps to show, in the order asked for.
    List<Timing> rows() {
        return chosen(profile.rows(), Timing::millis);
    }

    /// The layers to show, likewise.
    List<Layer> layers() {
        return chosen(profile.layers(), Layer::millis);
    }

    /// All kinds of operations, the one that takes most time first.
    List<Timing> kinds() {
        return profile.kinds().stream().sorted(descending(Timing::millis)).toList();
    }

    private <T> List<T> chosen(List<T> all, ToDoubleFunction<T> millis) {
        Comparator<Integer> longestFirst = descending(index -> millis.applyAsDouble(all.get(index)));
        Stream<Integer> longest = IntStream.range(0, all.size()).boxed().sorted(longestFirst).limit(top);
        return (byTime ? longest : longest.sorted()).map(all::get).toList();
    }

    private static <T> Comparator<T> descending(ToDoubleFunction<T> millis) {
        return Comparator.comparingDouble(millis).reversed();
    }

    public List<String> lines() {
        List<Timing> rows = rows();
        List<Layer> layers = layers();
        List<String> lines = new ArrayList<>(List.of(heading("Step"), rule()));
        rows.forEach(row -> lines.add(line(row)));
        lines.addAll(left(profile.rows(), rows, Timing::millis));
        lines.add(rule());
        lines.add(line(named(whole, profile.whole())));
        Timing between = profile.between();
        if (between.share() > BETWEEN_SHOWN) {
            lines.add(line(between));
        }
        lines.addAll(List.of("", heading("By operation"), rule()));
        kinds().forEach(kind -> lines.add(line(kind)));
        lines.addAll(List.of("", layerHeading(), rule()));
        layers.forEach(layer -> lines.add(line(layer)));
        lines.addAll(left(profile.layers(), layers, Layer::millis));
        if (Stream.concat(rows.stream(), kinds().stream()).anyMatch(row -> !row.direct() && row.ofPeak() > 1)) {
            lines.addAll(List.of("", Profile.MORE_THAN_THE_PEAK));
        }
        return lines;
    }

    /// What `--top` leaves out.
    private static <T> List<String> left(List<T> all, List<T> shown, ToDoubleFunction<T> millis) {
        int left = all.size() - shown.size();
        double rest = all.stream().mapToDouble(millis).sum() - shown.stream().mapToDouble(millis).sum();
        String name = "… and " + left + " more, together " + millis(rest) + " ms";
        return left == 0 ? List.of() : List.of(name);
    }

    private static Timing named(String name, Timing of) {
        return new Timing(name, of.millis(), of.share(), of.multiplyAdds(), of.direct(), of.gflops(), of.ofPeak(),
                of.bytes());
    }

    private static String heading(String what) {
        return pad(what) + String.format(Locale.ROOT, FIGURES, "ms", "%", "GFLOP/s", "peak", "MB", "GB/s");
    }

    private static String layerHeading() {
        return pad("By layer") + String.format(Locale.ROOT, LAYER, "forward", "backward", "ms", "%");
    }

    private static String rule() {
        return "─".repeat(COLUMNS);
    }

    private static String line(Timing row) {
        boolean computes = row.multiplyAdds() > 0;
        boolean moves = row.bytes() > 0;
        return (pad(fitted(row.name())) + String.format(
                Locale.ROOT, FIGURES, millis(row.millis()), percent(row.share()), computes ? tenths(row.gflops()) : "",
                computes ? String.format(Locale.ROOT, "%.0f %%", 100 * row.ofPeak()) : "",
                moves ? megabytes(row.megabytes()) : "", moves ? tenths(row.gigabytesPerSecond()) : ""))
                .stripTrailing();
    }

    private static String line(Layer layer) {
        return pad(fitted(layer.name())) + String.format(
                Locale.ROOT, LAYER, layer.forward() == 0 ? "" : millis(layer.forward()),
                layer.backward() == 0 ? "" : millis(layer.backward()), millis(layer.millis()), percent(layer.share()));
    }

    private static String pad(String name) {
        return name + " ".repeat(Math.max(0, NAME - name.length()));
    }

    /// A name that is too long loses the path before the layer's own name, which no other layer has, then the end of
    /// the operation, but not what it is the gradient of: `…/batch_norm_12 Batc….ParameterGradient`.
    public static String fitted(String name) {
        if (name.length() <= NAME) {
            return name;
        }
        String own = name.replaceFirst("^\\S*/", "…/");
        int surplus = own.length() - NAME;
        Matcher ending = ENDING.matcher(own);
        int end = ending.find() ? ending.start() : own.length();
        return surplus <= 0 ? own : own.substring(0, Math.max(0, end - surplus - 1)) + "…" + own.substring(end);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 1000 ? "%.3f" : "%.1f", millis);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%.0f", value);
    }

    private static String megabytes(double megabytes) {
        String format = megabytes < 1 ? "%.3f" : megabytes < 10 ? "%.2f" : megabytes < 10_000 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, megabytes);
    }
}

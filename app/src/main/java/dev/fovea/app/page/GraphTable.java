package dev.fovea.app.page;

import dev.fovea.backend.PlanGraph.Computed;
import dev.fovea.backend.PlanGraph.Given;
import dev.fovea.backend.PlanGraph.Node;
import dev.fovea.backend.PlanGraph.Place;
import dev.fovea.backend.PlanGraph.Read;
import dev.fovea.nn.Network;
import dev.fovea.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A plan as people read it: a row a step, in 100 columns where the shapes let it, and what the words mean.
public final class GraphTable {
    static final int COLUMNS = 100;

    private static final int MOST_KERNEL = 13;
    private static final int MOST_READS = 7;
    private static final String GAP = "  ";
    private static final String INDENT = "  ";

    /// Within a name: between words, but not after a sign, before the second part of a label, and within a
    /// long word that is two.
    private static final Pattern PIECES = Pattern.compile("(?<=[^+] )|(?=\\.[A-Z])|(?<=[a-z]{7})(?=[A-Z])");

    private static final Set<String> INPUTS = Set.of(Network.IMAGES, Network.LABELS);
    private static final List<String> HEADING =
            List.of("#", "Step", "Kernel", "Reads", "Input → output", "Bytes", "Lies in");
    static final String GIVEN = "given";
    private static final int NAME = 1;
    private static final int KERNEL = 2;
    private static final int READS = 3;
    private static final int BYTES = 5;

    private final PlannedGraph plan;
    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths = new int[HEADING.size()];

    private GraphTable(PlannedGraph plan) {
        this.plan = plan;
        List<Node> nodes = plan.graph().nodes();
        for (int i = 0; i < nodes.size(); i++) {
            rows.add(cells(i, nodes.get(i)));
        }
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Stream.concat(Stream.of(HEADING), rows.stream())
                    .mapToInt(row -> row.get(at).length())
                    .max()
                    .orElse(0);
        }
        widths[KERNEL] = Math.min(widths[KERNEL], MOST_KERNEL);
        widths[READS] = Math.min(widths[READS], MOST_READS);
        int others = IntStream.of(widths).sum() - widths[NAME] + GAP.length() * (widths.length - 1);
        widths[NAME] = Math.max(longestPiece(), Math.min(widths[NAME], COLUMNS - others));
    }

    /// What the column of names must hold, because nothing breaks it.
    private int longestPiece() {
        return rows.stream().mapToInt(row -> longestPiece(withoutPath(row.get(NAME)))).max().orElse(0);
    }

    private static int longestPiece(String name) {
        String[] pieces = PIECES.split(name);
        return IntStream.range(0, pieces.length)
                .map(i -> pieces[i].strip().length() + (i == 0 ? 0 : INDENT.length()))
                .max()
                .orElse(0);
    }

    /// No other layer has the own name of one.
    private static String withoutPath(String name) {
        return name.replaceFirst("^\\S*/", "…/");
    }

    /// All plans one after the other, then what the words mean.
    public static List<String> lines(List<PlannedGraph> plans) {
        List<String> lines = new ArrayList<>();
        for (PlannedGraph plan : plans) {
            lines.addAll(new GraphTable(plan).lines());
            lines.add("");
        }
        lines.addAll(GraphWords.lines(plans));
        return lines;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("The plan of a " + plan.of() + " at batch " + plan.batch() + ", " + plan.kernels() + ":");
        lines.add("");
        lines.addAll(row(HEADING));
        lines.add("─".repeat(IntStream.of(widths).sum() + GAP.length() * (widths.length - 1)));
        rows.forEach(row -> lines.addAll(row(row)));
        lines.add("");
        lines.addAll(totals(plan));
        return lines;
    }

    private static List<String> totals(PlannedGraph plan) {
        String views = plan.views() == 0 ? "" : "; " + Figures.counted(plan.views(), "view") + " beside them";
        String updates = plan.update().isEmpty() ? "" : ", then " + plan.update() + " updates the parameters";
        return List.of(
                Figures.counted(plan.steps(), "step") + ", " + Figures.count(plan.graph().before())
                        + " before fusion" + views + updates,
                "Arena: " + Figures.count(plan.arenaBytes()) + " bytes; parameters: "
                        + Figures.count(plan.parameterBytes()) + " bytes");
    }

    private static List<String> cells(int index, Node node) {
        return List.of(
                "" + index, name(node), node.kernel(), reads(node), shapes(node), bytes(node.bytes()), place(node));
    }

    private static String name(Node node) {
        String fused = node.fused().stream().map(each -> " + " + each.replace(' ', '\u00a0'))
                .collect(Collectors.joining());
        return node.step().name() + fused;
    }

    /// Parameters and states are in the table of layers.
    static String reads(Node node) {
        String names = node.reads().stream()
                .filter(GraphTable::isData)
                .map(read -> switch (read) {
                    case Computed computed -> "" + computed.node();
                    case Given given -> given.name();
                })
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? GIVEN : names;
    }

    /// The first input that is no parameter, if there is one.
    private static String shapes(Node node) {
        Stream<Read> data = node.reads().stream().filter(GraphTable::isData);
        String first = Stream.concat(data, node.reads().stream())
                .findFirst()
                .map(read -> read.shape() + " ")
                .orElse("");
        return first + "→ " + node.output();
    }

    private static boolean isData(Read read) {
        return switch (read) {
            case Computed _ -> true;
            case Given given -> INPUTS.contains(given.name());
        };
    }

    private static String bytes(long bytes) {
        return bytes < 1000
                ? bytes + " B"
                : bytes < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String place(Node node) {
        return switch (node.place()) {
            case Place.Own _ -> "own";
            case Place.InPlace(int over) -> "over " + over;
            case Place.View _ -> "view";
            case Place.Gradients _ -> "grads";
            case Place.States _ -> "states";
        };
    }

    /// As many lines as its longest cell takes.
    private List<String> row(List<String> cells) {
        List<List<String>> wrapped = IntStream.range(0, cells.size())
                .mapToObj(column -> wrapped(cells.get(column), column))
                .toList();
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, height).mapToObj(line -> line(wrapped, line)).toList();
    }

    private List<String> wrapped(String cell, int column) {
        boolean shortens = column == NAME && cell.length() > widths[column];
        String fitted = shortens ? withoutPath(cell) : cell;
        return WrappedText.of(fitted, widths[column], column == NAME ? INDENT : "", PIECES);
    }

    private String line(List<List<String>> wrapped, int line) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            List<String> lines = wrapped.get(column);
            String cell = line < lines.size() ? lines.get(line) : "";
            String space = " ".repeat(Math.max(0, widths[column] - cell.length()));
            boolean right = column == 0 || column == BYTES;
            text.append(column == 0 ? "" : GAP).append(right ? space + cell : cell + space);
        }
        return text.toString().replace('\u00a0', ' ').stripTrailing();
    }
}

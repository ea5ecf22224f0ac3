package dev.fovea.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Fovea and another engine side by side.
@Command(
        name = "SideBySide",
        sortOptions = false,
        description = "Runs Fovea and another engine on the same networks, weights and images, in processes that take"
                + " turns, and prints the median of each one's rounds, and the median of the ratios of neighbouring"
                + " rounds, with the quartiles. Leave the machine alone meanwhile.")
public final class SideBySide implements Callable<Integer> {
    private static final Set<String> MEASURES =
            Set.of("check", "train", "predict", "one", "start", "install", "threads");
    private static final String LINE = "%-18s %-50s %9s / %9s %-9s %s%n";
    private static final Set<String> OF_TRAINING = Set.of("train", "start", "threads");

    /// Quartiles this far apart, or a machine that gives so little of its threads, speak of other programs.
    private static final double UNSTEADY = 1.3;

    private static final double GIVEN = .85;
    private static final int STARTS = 9;
    private static final double MB = 1e6;

    @Option(
            names = "--rival",
            paramLabel = "ENGINE",
            description = "libtorch; onnxruntime, which only predicts; or dl4j. libtorch if not given.")
    private Engine rival = Engine.LIBTORCH;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ID",
            completionCandidates = Networks.class,
            description = "Some of these networks, all if not given: ${COMPLETION-CANDIDATES}.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--measure",
            split = ",",
            paramLabel = "WHAT",
            description = {
                "check: that both compute the same", "train, predict: images a second, peak memory",
                "one: latency of one image",
                "start: from process start to the end of the first step, Fovea from an AOT cache as its launcher does;"
                        + " and both from one, and none",
                "install: what each has on disk", "threads: each alone, N threads against 1",
                "If not given, all but threads."
            })
    private List<String> measures = List.of("check", "train", "predict", "one", "start", "install");

    @Option(names = "--threads", paramLabel = "N", description = "Threads of each engine: 2 if not given.")
    private int threads = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds that count: 15 if not given.")
    private int rounds = 15;

    @Option(names = "--seconds", paramLabel = "S", description = "About how long a round takes: 0.7 if not given.")
    private double seconds = .7;

    @Option(names = "--avx2", description = "Keep both engines from vectors wider than AVX2's.")
    private boolean avx2;

    @Option(
            names = "--fovea-java",
            split = ",",
            paramLabel = "OPTION",
            description = "More options of Fovea's Java virtual machine, such as -Xmx1g or -XX:AOTCache=FILE.")
    private List<String> foveaJava = new ArrayList<>();

    @Option(
            names = "--append",
            paramLabel = "FILE",
            description = "Add the rows to this file, such as BENCHMARKS.md, which ends with their table.")
    private @Nullable Path append;

    @Option(names = "--machine", paramLabel = "NAME", description = "What the rows call this machine: A if not given.")
    private String machine = "A";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    /// For `--help`.
    private static final class Networks implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Contests.ids().iterator();
        }
    }

    /// @param arguments see `--help`
    public static void main(String[] arguments) {
        System.exit(OneLine.run(new SideBySide(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        requireSense();
        RowFile rows = new RowFile(append);
        rows.requireWritable();
        boolean alone = Set.of("threads", "check").containsAll(measures) && measures.contains("threads");
        System.out.printf(
                LINE, "network", "figure", alone ? counted(threads) : "Fovea", alone ? counted(1) : "other", "unit",
                "median of the ratios, with quartiles: above 1, the first is better");
        for (String id : only.isEmpty() ? Contests.ids() : only) {
            try {
                measure(rival.formOf(Contests.named(id)), rows);
            } catch (Unsupported e) {
                System.out.printf(Locale.ROOT, "%-18s %s does not take part: %s%n", id, rival.title(), e.getMessage());
            }
        }
        if (measures.contains("install")) {
            double ours = Engine.FOVEA.installation().bytes() / MB;
            double theirs = rival.installation().bytes() / MB;
            Duel.Figure figure = new Duel.Figure("install size", ours, theirs, "MB", Quartiles.one(theirs / ours));
            print("", figure);
            rows.add(row("install size, Fovea / " + rival.title(), figure));
        }
        return 0;
    }

    private void requireSense() {
        List<String> unknown = measures.stream().filter(word -> !MEASURES.contains(word)).sorted().toList();
        if (!unknown.isEmpty()) {
            throw misuse("--measure takes " + MEASURES.stream().sorted().toList() + ": got " + unknown);
        }
        if (rival == Engine.FOVEA) {
            throw misuse("--rival takes libtorch, onnxruntime or dl4j: got fovea, which they run against");
        }
        if (threads < 1 || measures.contains("threads") && threads < 2) {
            throw misuse("--threads takes 1 or more, and 2 or more to measure threads: got " + threads);
        }
        if (rounds < 1 || !(seconds > 0)) {
            throw misuse("--rounds takes 1 or more and --seconds more than 0: got " + rounds + " and " + seconds);
        }
        if (avx2 && !rival.limitsVectors()) {
            throw misuse("--avx2 takes libtorch as the rival: nothing keeps " + rival + " from wider vectors");
        }
        // A wrong name must not end a long run half-way.
        List<String> strangers = only.stream().filter(id -> !Contests.ids().contains(id)).toList();
        if (!strangers.isEmpty()) {
            throw misuse("--only takes " + String.join(", ", Contests.ids()) + ": got " + String.join(", ", strangers));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void measure(Contest contest, RowFile rows) throws IOException {
        Side fovea = new Side(Engine.FOVEA, threads, avx2, foveaJava);
        Side other = new Side(rival, threads, avx2, List.of());
        Duel duel = new Duel(contest, rival, fovea, other, rounds, seconds);
        if (measures.contains("check")) {
            Duel.Check check = duel.check();
            System.out.printf(
                    Locale.ROOT, "%-18s %s and %s compute the same: they differ by %.1e at most%n", contest.id(),
                    check.first(), check.second(), check.difference());
        }
        if (!contest.trains() && measures.stream().anyMatch(OF_TRAINING::contains)) {
            System.out.printf("%-18s only predicts here: neither train, start nor threads is measured%n", contest.id());
        }
        String terms = ", " + counted(threads) + (avx2 ? ", AVX2" : "");
        if (measures.contains("train") && contest.trains()) {
            add(contest, duel.throughput("train"), rival.title() + terms, rows);
        }
        if (measures.contains("predict")) {
            add(contest, duel.throughput("predict"), rival.title() + terms, rows);
        }
        if (measures.contains("one")) {
            add(contest, duel.latency(), rival.title() + terms, rows);
        }
        if (measures.contains("start") && contest.trains()) {
            add(contest, duel.starts(STARTS), rival.title() + terms, rows);
        }
        if (measures.contains("threads") && contest.trains()) {
            scaling(contest, fovea, new Side(Engine.FOVEA, 1, avx2, foveaJava), rows);
            scaling(contest, other, new Side(rival, 1, avx2, List.of()), rows);
        }
    }

    /// An engine on several threads against itself on one.
    private void scaling(Contest contest, Side several, Side single, RowFile rows) throws IOException {
        Duel alone = new Duel(contest, rival, several, single, rounds, seconds);
        Engine engine = several.engine();
        String terms = counted(threads) + " / " + counted(1) + (avx2 ? ", AVX2" : "");
        for (Duel.Figure figure : alone.scaling()) {
            print(contest.id(), figure.named(engine.title() + ", " + figure.what() + ", " + counted(threads) + " / 1"));
            rows.add(row("`" + contest.id() + "`, " + figure.what() + ", " + engine.title() + ", " + terms, figure));
            if (figure.what().equals(Duel.PROBE) && figure.ratio().median() < GIVEN * threads) {
                System.out.printf(
                        Locale.ROOT,
                        "%-18s doubtful: others used the machine, on which %s were %.2f times as fast as one%n",
                        contest.id(), counted(threads), figure.ratio().median());
            }
        }
    }

    private static String counted(int threads) {
        return threads + (threads == 1 ? " thread" : " threads");
    }

    private void add(Contest contest, List<Duel.Figure> figures, String against, RowFile rows) throws IOException {
        for (Duel.Figure figure : figures) {
            print(contest.id(), figure);
            rows.add(row("`" + contest.id() + "`, " + figure.what() + ", Fovea / " + against, figure));
        }
    }

    private static void print(String contest, Duel.Figure figure) {
        System.out.printf(
                LINE, contest, figure.what(), decimals(figure.first()), decimals(figure.second()), figure.unit(),
                figure.ratio() + (figure.ratio().high() > UNSTEADY * figure.ratio().low() ? ", unsteady" : ""));
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// A row of the table in BENCHMARKS.md: what, figure, machine, JDK, command, date.
    private String row(String what, Duel.Figure figure) {
        return String.format(
                Locale.ROOT, "| %s | %s: %s / %s %s | %s | %s | `%s` | %s |", what, figure.ratio(),
                digits(figure.first()), digits(figure.second()), figure.unit(), machine, jdk(), command(),
                LocalDate.now());
    }

    /// Three digits, and all before the point.
    private static String digits(double value) {
        int after = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + after + "f", value);
    }

    private static String jdk() {
        return Runtime.version().version().stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    /// As it was given, without what only says where the rows go.
    private String command() {
        StringBuilder call = new StringBuilder("SideBySide");
        Objects.requireNonNull(spec).commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !Set.of("--append", "--machine").contains(option.longestName()))
                .forEach(option -> {
                    call.append(' ').append(option.longestName());
                    if (option.arity().max() > 0) {
                        call.append(' ').append(String.join(",", option.originalStringValues()));
                    }
                });
        return call.toString();
    }
}

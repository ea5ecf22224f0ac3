package dev.fovea.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Fovea and libtorch side by side.
@Command(
        name = "SideBySide",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs Fovea and a native engine on the same networks, weights and images, in processes that take turns,"
                + " and prints the median of the ratios of neighbouring rounds.")
public final class SideBySide implements Callable<Integer> {
    private static final int STARTS = 5;

    @Option(names = "--only", split = ",", paramLabel = "ID", description = "These contests; else all.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--measure",
            split = ",",
            paramLabel = "WHAT",
            description = "check, train, predict, one, start; all if not given.")
    private List<String> measures = List.of("check", "train", "predict", "one", "start");

    @Option(names = "--threads", paramLabel = "N", description = "Threads of each engine: 2 if not given.")
    private int threads = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds that count: 15 if not given.")
    private int rounds = 15;

    @Option(names = "--seconds", paramLabel = "S", description = "About how long a round takes: 0.7 if not given.")
    private double seconds = .7;

    @Option(names = "--avx2", description = "Keep both engines from vectors wider than AVX2's.")
    private boolean avx2;

    @Option(names = "--append", paramLabel = "FILE", description = "Add the rows to this file, such as BENCHMARKS.md.")
    private @Nullable Path append;

    /// @param arguments see `--help`
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SideBySide()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Contest> contests = only.isEmpty() ? Contests.all() : only.stream().map(Contests::named).toList();
        Opponent.Terms terms = new Opponent.Terms(threads, avx2);
        List<String> rows = new ArrayList<>();
        for (Contest contest : contests) {
            Duel duel = new Duel(contest, "libtorch", terms, rounds, seconds);
            if (measures.contains("check")) {
                System.out.printf(
                        Locale.ROOT, "%-18s computes the same: logits and losses differ by %.1e at most%n", contest.id(),
                        duel.check());
            }
            for (Duel.Figure figure : figures(duel)) {
                System.out.printf(
                        Locale.ROOT, "%-18s %-18s %10.2f / %10.2f %-9s %s%n", contest.id(), figure.what(), figure.fovea(),
                        figure.rival(), figure.unit(), figure.ratio());
                rows.add(row(contest, figure));
            }
        }
        if (append != null) {
            Files.write(append, rows, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
        }
        return 0;
    }

    private List<Duel.Figure> figures(Duel duel) {
        List<Duel.Figure> figures = new ArrayList<>();
        if (measures.contains("train") && duel.contest().trains()) {
            figures.addAll(duel.throughput("train"));
        }
        if (measures.contains("predict")) {
            figures.addAll(duel.throughput("predict"));
        }
        if (measures.contains("one")) {
            figures.addAll(duel.latency());
        }
        if (measures.contains("start") && duel.contest().trains()) {
            figures.add(duel.start(STARTS));
        }
        return figures;
    }

    private String row(Contest contest, Duel.Figure figure) {
        return String.format(
                Locale.ROOT, "| `%s`, %s, %d thread%s%s | %.4g / %.4g %s | %s | %s |", contest.id(), figure.what(), threads,
                threads == 1 ? "" : "s", avx2 ? ", AVX2" : "", figure.fovea(), figure.rival(), figure.unit(),
                figure.ratio(), LocalDate.now());
    }
}

package dev.fovea.bench.kernels;

import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.bench.peers.OneLine;
import dev.fovea.bench.peers.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Fovea's kernels and native libraries' side by side.
@Command(
        name = "KernelsSideBySide",
        sortOptions = false,
        description = "Runs single kernels of Fovea, OpenBLAS and oneDNN on the same floats, in turn in one process,"
                + " and prints the median of the rounds' ratios, with quartiles; the GFLOP/s of the median round and of"
                + " the best one; and the best as a share of the best round of a loop of multiply-adds. Leave the"
                + " machine alone meanwhile.")
public final class KernelsSideBySide implements Callable<Integer> {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ID",
            completionCandidates = Ids.class,
            description = "Some of these kernels, a layer with the gradients of its input, -dx, and of its weights,"
                    + " -dw; all if not given:"
                    + " ${COMPLETION-CANDIDATES}.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of each library: 1 if not given.")
    private int threads = 1;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds that count: 25 if not given.")
    private int rounds = 25;

    @Option(names = "--avx2", description = "Keep all libraries from vectors wider than AVX2's.")
    private boolean avx2;

    @Option(names = "--append", paramLabel = "FILE", description = "Add the rows to this file, such as BENCHMARKS.md.")
    private @Nullable Path append;

    @Option(names = "--machine", paramLabel = "NAME", description = "What the rows call this machine.")
    private String machine = "-";

    /// Where the environment is set, and this process is the one that measures.
    @Option(names = "--here", hidden = true)
    private boolean here;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    private List<String> arguments = List.of();

    /// For `--help`.
    private static final class Ids implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Problems.ids().iterator();
        }
    }

    /// @param arguments see `--help`
    public static void main(String[] arguments) {
        KernelsSideBySide command = new KernelsSideBySide();
        command.arguments = List.of(arguments);
        System.exit(OneLine.run(command, arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Problem> problems = problems();
        return here ? measure(problems) : startWithEnvironment(problems);
    }

    private List<Problem> problems() {
        if (threads < 1 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--threads and --rounds must be at least 1: got " + threads + " and " + rounds);
        }
        try {
            return Problems.named(only);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int startWithEnvironment(List<Problem> problems) throws IOException, InterruptedException {
        new RowFile(append).requireWritable();
        Terms terms = new Terms(threads, avx2);
        String core = problems.stream().anyMatch(ProductProblem.class::isInstance) ? terms.fastestCore() : "";
        List<String> words = new ArrayList<>(arguments);
        words.add("--here");
        return terms.start(KernelsSideBySide.class, core, words);
    }

    private int measure(List<Problem> problems) throws IOException {
        KernelSet set = KernelSet.choose();
        RowFile rows = new RowFile(append);
        System.out.printf(
                "Fovea %s, %d thread%s, %d round%s of %s. Pairs are Fovea's / the rival's.%n%n%s",
                set.kernels().name(), threads, threads == 1 ? "" : "s", rounds, rounds == 1 ? "" : "s",
                threads == 1 ? "processor time" : "time", KernelComparison.header());
        List<KernelComparison> comparisons = new ArrayList<>();
        for (Problem problem : problems) {
            for (KernelComparison comparison : KernelComparison.of(problem, set, threads, rounds)) {
                System.out.print(comparison.line());
                rows.add(comparison.row(machine, command()));
                comparisons.add(comparison);
            }
        }
        double peak = comparisons.stream().mapToDouble(comparison -> comparison.peak().best()).max().orElse(0);
        System.out.printf(
                Locale.ROOT, "%nPeak of the multiply-add loop: %.0f GFLOP/s in the best round of all.%n%n", peak);
        comparisons.forEach(comparison -> System.out.println(comparison.explanation()));
        return 0;
    }

    private String command() {
        return "KernelsSideBySide --threads " + threads + " --rounds " + rounds + (avx2 ? " --avx2" : "");
    }
}

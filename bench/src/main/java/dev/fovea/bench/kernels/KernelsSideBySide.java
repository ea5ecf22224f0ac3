package dev.fovea.bench.kernels;

import dev.fovea.backend.cpu.KernelSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
                + " and prints the median of the rounds' ratios, with quartiles.")
public final class KernelsSideBySide implements Callable<Integer> {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ID",
            completionCandidates = Ids.class,
            description = "Some of these kernels, a layer with its gradients -dx and -dw; else all:"
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
    private static final class Ids extends ArrayList<String> {
        Ids() {
            super(Problems.ids());
        }
    }

    /// @param arguments see `--help`
    public static void main(String[] arguments) {
        KernelsSideBySide command = new KernelsSideBySide();
        command.arguments = List.of(arguments);
        System.exit(new CommandLine(command).execute(arguments));
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
        Terms terms = new Terms(threads, avx2);
        String core = problems.stream().anyMatch(ProductProblem.class::isInstance) ? terms.fastestCore() : "";
        List<String> words = new ArrayList<>(arguments);
        words.add("--here");
        return terms.start(KernelsSideBySide.class, core, words);
    }

    private int measure(List<Problem> problems) throws IOException {
        KernelSet set = KernelSet.choose();
        System.out.printf(
                "Fovea %s, %d thread%s, %d rounds of %s. Fovea's / the rival's:%n%n%s",
                set.kernels().name(), threads, threads == 1 ? "" : "s", rounds,
                threads == 1 ? "processor time" : "time", Comparison.header());
        List<Comparison> comparisons = new ArrayList<>();
        for (Problem problem : problems) {
            for (Comparison comparison : Comparison.of(problem, set, threads, rounds)) {
                System.out.print(comparison.line());
                append(comparison);
                comparisons.add(comparison);
            }
        }
        double peak = comparisons.stream().mapToDouble(comparison -> comparison.peak().best()).max().orElse(0);
        System.out.printf(Locale.ROOT, "%nPeak of the multiply-add loop: %.0f GFLOP/s.%n%n", peak);
        comparisons.forEach(comparison -> System.out.println(comparison.explanation()));
        return 0;
    }

    private void append(Comparison comparison) throws IOException {
        if (append != null) {
            Files.write(
                    append, List.of(comparison.row(machine, command())), StandardOpenOption.APPEND,
                    StandardOpenOption.CREATE);
        }
    }

    private String command() {
        return "KernelsSideBySide --threads " + threads + " --rounds " + rounds + (avx2 ? " --avx2" : "");
    }
}

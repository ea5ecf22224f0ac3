package dev.fovea.bench.peers;

import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.VectorModule;
import dev.fovea.backend.cpu.kernel.PeakProbe;
import dev.fovea.backend.cpu.kernel.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A process with one engine and one contest in it, which does on its standard input's word what is timed.
///
/// Arguments: engine, contest, threads, Fovea's rival. Lines in: `train N`, `predict N`, `one N`, `probe N`, `check N`,
/// `first N`. A line out for each: the nanoseconds (of each of the N for `one`); for `probe`, which knows Fovea's
/// multiply-adds alone, the GFLOP/s of N parts on each thread; for `check` the numbers to compare; for `first`, which
/// trains, the nanoseconds since the start that only the comparison needed. The first line out is the engine's name; at
/// the end of the input the last line is the most memory that the process ever had, in kB.
///
/// In another engine's process Fovea makes the first weights and the images. What that took is gone from its memory's
/// peak: the peak counts from the second command on, when Java's garbage is collected.
public final class PeerProcess {
    /// What a line begins with that says why the engine cannot do what was asked.
    static final String UNSUPPORTED = "unsupported: ";

    private static final int CHECKED_STEPS = 3;
    /// Written to `clear_refs`, makes Linux count the peak anew.
    private static final String RESET_PEAK = "5";

    private final Engine engine;
    private final Contest contest;
    private final int threads;
    /// Of building the contest, which describes Fovea's network.
    private final Stopwatch aside;

    private PeerProcess(Engine engine, Contest contest, int threads, Stopwatch aside) {
        this.engine = engine;
        this.contest = contest;
        this.threads = threads;
        this.aside = aside;
    }

    /// @param arguments engine, contest, threads, Fovea's rival
    public static void main(String[] arguments) throws IOException {
        Engine engine = Engine.named(arguments[0]);
        if (engine == Engine.FOVEA) {
            VectorModule.add();
        }
        Stopwatch aside = new Stopwatch();
        Contest contest = aside.time(() -> Engine.named(arguments[3]).formOf(Contests.named(arguments[1])));
        PeerProcess process = new PeerProcess(engine, contest, Integer.parseInt(arguments[2]), aside);
        try {
            process.serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            System.out.println(mostMemory());
        } catch (Unsupported e) {
            System.out.println(UNSUPPORTED + e.getMessage());
        }
        // Native libraries have threads of their own.
        System.exit(0);
    }

    private void serve(BufferedReader in) throws IOException {
        Peer peer = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            int count = Integer.parseInt(words[1]);
            boolean first = peer == null;
            if (peer == null) {
                peer = engine.peer(words[0].equals("check") ? contest.checked(count) : contest, threads);
                System.out.println(peer.name());
            }
            System.out.println(run(peer, words[0], count));
            if (first && engine != Engine.FOVEA) {
                System.gc();
                Files.writeString(Path.of("/proc/self/clear_refs"), RESET_PEAK);
            }
        }
    }

    private String run(Peer peer, String command, int count) {
        return switch (command) {
            case "train" -> nanos(() -> peer.train(count));
            case "predict" -> nanos(() -> peer.predict(count));
            case "one" -> latencies(peer, contest.images(1), count);
            case "probe" -> probed(count);
            case "check" -> checked(peer, count);
            case "first" -> first(peer, count);
            default -> throw new IllegalArgumentException("no command is named " + command);
        };
    }

    private static String nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Long.toString(System.nanoTime() - start);
    }

    /// A Java program describes its network to Fovea in any case; to another engine in that engine's own words.
    private String first(Peer peer, int count) {
        peer.train(count);
        return Long.toString(peer.aside() + (engine == Engine.FOVEA ? 0 : aside.nanos()));
    }

    private static String latencies(Peer peer, float[] image, int count) {
        long[] nanos = new long[count];
        float sum = 0;
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            sum += peer.predictOne(image);
            nanos[i] = System.nanoTime() - start;
        }
        if (!Float.isFinite(sum)) {
            throw new IllegalStateException("a probability is not finite");
        }
        return Arrays.stream(nanos).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /// Of the loop of multiply-adds.
    private String probed(int parts) {
        PeakProbe probe = KernelSet.choose().probe();
        try (Workers workers = new Workers(threads)) {
            probe.gflops(workers);
            return Double.toString(probe.gflops(workers, System::nanoTime, parts));
        }
    }

    private String checked(Peer peer, int count) {
        float[] logits = peer.logits(contest.images(count), count);
        float[] losses = contest.trains() ? peer.losses(CHECKED_STEPS) : new float[0];
        return words(logits) + "|" + words(losses);
    }

    private static String words(float[] values) {
        StringBuilder text = new StringBuilder();
        for (float value : values) {
            text.append(String.format(Locale.ROOT, "%.9g ", value));
        }
        return text.toString().trim();
    }

    /// The peak of the resident memory, by Linux.
    private static String mostMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/status has no VmHWM"));
    }
}

package dev.fovea.bench.peers;

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
/// Arguments: engine, contest, threads. Lines in: `train N`, `predict N`, `one N`, `check N`. A line out for each: the
/// nanoseconds (of each of the N for `one`), or the numbers to check. The first line out is the engine's name; at the end
/// of the input the last line is the most memory that the process ever had, in kB.
public final class PeerProcess {
    private static final int CHECKED_STEPS = 3;

    private PeerProcess() {}

    /// @param arguments engine, contest, threads
    public static void main(String[] arguments) throws IOException {
        String engine = arguments[0];
        Contest contest = Contests.named(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Peer peer = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            int count = Integer.parseInt(words[1]);
            if (peer == null) {
                peer = engine(engine, words[0].equals("check") ? contest.checked(count) : contest, threads);
                System.out.println(peer.name());
            }
            System.out.println(run(peer, words[0], count, contest));
        }
        System.out.println(peak());
        // Native libraries have threads of their own.
        System.exit(0);
    }

    private static Peer engine(String engine, Contest contest, int threads) {
        return switch (engine) {
            case "fovea" -> new FoveaPeer(contest, threads);
            case "libtorch" -> new TorchPeer(contest);
            default -> throw new IllegalArgumentException("no engine is named " + engine + ": there are fovea, libtorch");
        };
    }

    private static String run(Peer peer, String command, int count, Contest contest) {
        return switch (command) {
            case "train" -> nanos(() -> peer.train(count));
            case "predict" -> nanos(() -> peer.predict(count));
            case "one" -> latencies(peer, contest.images(1), count);
            case "check" -> checked(peer, contest, count);
            default -> throw new IllegalArgumentException("no command is named " + command);
        };
    }

    private static String nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Long.toString(System.nanoTime() - start);
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

    private static String checked(Peer peer, Contest contest, int count) {
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
    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElse("0");
    }
}

package dev.fovea.bench.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A [PeerProcess] that this process speaks to.
final class Opponent implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final String engine;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final long started;
    private String name = "";

    private Opponent(String engine, Process process, long started) {
        this.engine = engine;
        this.process = process;
        this.started = started;
        this.in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.out = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /// How processes are started.
    ///
    /// @param threads that each engine may use
    /// @param avx2 whether each is kept from wider vectors
    record Terms(int threads, boolean avx2) {
        private List<String> java(String engine) {
            List<String> words = new ArrayList<>(List.of(
                    System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                    "--enable-native-access=ALL-UNNAMED", "-Xlog:disable", "-Xlog:all=error:stderr"));
            if (engine.equals("fovea")) {
                words.addAll(List.of("--add-modules", "jdk.incubator.vector"));
                words.addAll(avx2 ? List.of("-XX:UseAVX=2") : List.of());
            } else {
                words.addAll(List.of("-Doffline=true", "-Dai.djl.pytorch.num_threads=" + threads));
            }
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerProcess.class.getName()));
            return words;
        }

        private Map<String, String> environment() {
            String count = Integer.toString(threads);
            return avx2
                    ? Map.of(
                            "OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count, "ATEN_CPU_CAPABILITY", "avx2",
                            "ONEDNN_MAX_CPU_ISA", "AVX2", "MKL_ENABLE_INSTRUCTIONS", "AVX2")
                    : Map.of("OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count);
        }
    }

    static Opponent start(String engine, Contest contest, Terms terms) {
        List<String> words = terms.java(engine);
        words.addAll(List.of(engine, contest.id(), Integer.toString(terms.threads)));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(terms.environment());
        try {
            return new Opponent(engine, builder.start(), System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String engine() {
        return engine;
    }

    /// What the engine calls itself, after its first command.
    String name() {
        return name;
    }

    /// Nanoseconds since the process was started.
    long age() {
        return System.nanoTime() - started;
    }

    /// Lets it do something and waits for the answer.
    String ask(String command, int count) {
        try {
            out.write(command + " " + count + "\n");
            out.flush();
            if (name.isEmpty()) {
                name = line();
            }
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(engine + " ended at " + command, e);
        }
    }

    /// Lets it work, and tells how many nanoseconds it took.
    long nanos(String command, int count) {
        return Long.parseLong(ask(command, count));
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException(engine + " said nothing more; run PeerProcess by hand to see why");
        }
        return line;
    }

    /// Ends it.
    ///
    /// @return the most memory it had, in MB
    double end() {
        try {
            out.close();
            double kilobytes = Double.parseDouble(line());
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return kilobytes / 1000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring", e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

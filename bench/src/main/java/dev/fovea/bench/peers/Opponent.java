package dev.fovea.bench.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A [PeerProcess] that this process speaks to.
final class Opponent implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final String call;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;
    private final long started;
    private String name = "";

    private Opponent(String call, Process process, long started) {
        this.call = call;
        this.process = process;
        this.started = started;
        this.in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.out = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /// @param rival of Fovea: see [Engine#formOf]
    static Opponent start(Side side, String contest, Engine rival) {
        ProcessBuilder builder = side.process(contest, rival).redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            long started = System.nanoTime();
            return new Opponent(String.join(" ", builder.command()), builder.start(), started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    ///
    /// @throws Unsupported if the engine cannot
    String ask(String command, int count) {
        try {
            out.write(command + " " + count + "\n");
            out.flush();
            if (name.isEmpty()) {
                name = line();
            }
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets it work, and tells how many nanoseconds it took.
    long nanos(String command, int count) {
        return Long.parseLong(ask(command, count));
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("a process ended too early; to see why, run it by hand: " + call);
        }
        if (line.startsWith(PeerProcess.UNSUPPORTED)) {
            throw new Unsupported(line.substring(PeerProcess.UNSUPPORTED.length()));
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
            return kilobytes * 1024 / 1e6;
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

package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.app.console.ExitCode;
import dev.fovea.app.console.Interrupts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C in a process of its own.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no kill command")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class InterruptTest {
    /// What the shell's convention makes of signal 15.
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    @Test
    void finishesTheStepSavesAndSaysHowToGoOn() throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dfovea.kernels=scalar",
                        "-cp",
                        System.getProperty("java.class.path"), "dev.fovea.app.Main", "train", "--out", "run",
                        "--epochs",
                        "100000")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Path last = folder.resolve("run/last.safetensors");
            while (!Files.exists(last) && process.isAlive()) {
                Thread.sleep(100);
            }
            assertThat(last).as(Files.readString(log)).exists();
            kill(process);
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        assertThat(process.exitValue()).as(text).isEqualTo(signal().equals("-INT") ? ExitCode.INTERRUPTED : TERMINATED);
        assertThat(text)
                .contains("Interrupted after step ", "To go on:", "./fovea train --resume run", " scalar kernels")
                .doesNotContain("Exception");
        assertThat(folder.resolve("run/model.safetensors")).doesNotExist();
    }

    /// The first saves, which a training with a callback that never ends never comes to; the second does not wait for
    /// it.
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theSecondEndsAtOnce() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), Stubborn.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("started");
            kill(process);
            assertThat(lines.readLine()).isEqualTo("asked to stop");
            kill(process);
            process.waitFor();
            assertThat(process.exitValue()).isEqualTo(signal().equals("-INT") ? ExitCode.INTERRUPTED : TERMINATED);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void kill(Process process) throws Exception {
        new ProcessBuilder("kill", signal(), Long.toString(process.pid())).start().waitFor();
    }

    /// Never stops when it is asked to: who waits for it waits until the test's time is over.
    static final class Stubborn {
        public static void main(String[] args) throws Exception {
            try (Interrupts.Registration _ = Interrupts.ofProcess().on(() -> System.out.println("asked to stop"))) {
                System.out.println("started");
                new CountDownLatch(1).await();
            }
        }
    }

    /// A shell lets what it starts in the background ignore Ctrl-C, and all that these start: another signal then does
    /// the same.
    private static String signal() throws IOException {
        Path status = Path.of("/proc/self/status");
        long ignored = !Files.exists(status) ? 0 : Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16))
                .findFirst()
                .orElse(0);
        return (ignored & 2) == 0 ? "-INT" : "-TERM";
    }
}

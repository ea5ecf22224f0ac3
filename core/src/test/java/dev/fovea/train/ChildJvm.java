package dev.fovea.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A program of the test tree in a JVM of its own, with this JVM's class path and choice of kernels.
final class ChildJvm {
    private ChildJvm() {}

    /// Its lines on standard output, up to the first that `kills` it: then nothing of it runs on.
    static List<String> run(Class<?> main, Predicate<String> kills, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-modules") || flag.startsWith("-XX:UseAVX")
                        || flag.startsWith("-Dfovea.kernels"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (kills.test(line)) {
                    process.destroyForcibly();
                    break;
                }
            }
        } finally {
            process.destroyForcibly();
        }
        int status = process.waitFor();
        boolean killed = !lines.isEmpty() && kills.test(lines.getLast());
        if (status != 0 && !killed) {
            throw new AssertionError(main.getSimpleName() + " ended with status " + status + ": " + lines);
        }
        return lines;
    }
}

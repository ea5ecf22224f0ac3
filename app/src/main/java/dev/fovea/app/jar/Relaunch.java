package dev.fovea.app.jar;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The second start of `java -jar fovea.jar`: the same java and the same jar, with the flags that a jar cannot ask for
/// (docs/decisions/0026-one-jar.md).
final class Relaunch {
    private static final String MAIN = "dev.fovea.app.Main";

    /// As where the launcher finds no Java.
    private static final int FAILED = 1;

    private Relaunch() {}

    /// Becomes the application, with these arguments. Where a process cannot become another, the application is its
    /// child: it reads and writes what this one would, and this one ends after it, with its exit code.
    static void withFlags(String[] args) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> options = options();
        if (PosixProcess.isHere()) {
            PosixProcess.become(java, options, args);
        }
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(options);
        command.addAll(List.of(args));
        System.exit(child(command));
    }

    /// What stands between `java` and the arguments of the application. Of two options that contradict each other the
    /// JVM takes the later one: that of the user.
    private static List<String> options() {
        List<String> options = new ArrayList<>(JvmFlags.of(Runtime.version().feature()));
        options.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.addAll(words(System.getenv().getOrDefault("FOVEA_JAVA_OPTS", "")));
        options.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        return options;
    }

    /// The words of a line, as a shell reads them that knows no quotes.
    static List<String> words(String line) {
        return Stream.of(line.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private static int child(List<String> command) {
        var builder = new ProcessBuilder(command).inheritIO();
        // What they say is among the options.
        PosixProcess.OPTIONS.forEach(builder.environment()::remove);
        try {
            Process process = builder.start();
            // Ctrl-C reaches both, and the child may have something to save.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> ended(process)));
            return ended(process);
        } catch (IOException e) {
            System.err.println("fovea: cannot start Java: " + e.getMessage());
            return FAILED;
        }
    }

    private static int ended(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException nobodyAsks) {
                continue;
            }
        }
    }
}

package dev.fovea.lab.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// Where figures were measured, and with which build.
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /// `AMD EPYC 9575F, 2 processors, Java 25.0.3`.
    static String name() {
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.version");
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }

    /// The commit that the program was built from, as its jar says; `unknown` from class files or without a repository.
    static String commit() {
        String own = "" + Machine.class.getProtectionDomain().getCodeSource().getLocation();
        if (!own.endsWith(".jar")) {
            return "unknown";
        }
        try (InputStream in = URI.create("jar:" + own + "!/META-INF/MANIFEST.MF").toURL().openStream()) {
            Attributes attributes = new Manifest(in).getMainAttributes();
            String commit = attributes.getValue("Build-Commit");
            return commit == null || commit.isEmpty() ? "unknown" : commit;
        } catch (IOException e) {
            return "unknown";
        }
    }
}

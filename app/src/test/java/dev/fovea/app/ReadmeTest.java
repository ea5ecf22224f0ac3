package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\./fovea (\\w+)");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)");

    @TempDir
    private Path folder;

    private static String readme() throws IOException {
        return Files.readString(Path.of("..", "README.md"));
    }

    @Test
    void theJavaExampleCompilesAndRunsAsPrinted() throws Exception {
        Matcher example = JAVA.matcher(readme());
        assertThat(example.find()).isTrue();
        assertThat(example.group(1).lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(20);
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        String classPath = System.getProperty("java.class.path");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString()))
                .isZero();
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                        "jdk.incubator.vector", "-cp", classPath + java.io.File.pathSeparator + folder, "Example"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).contains("Total parameters: ", "Epoch 10/10", " of 360), loss ");
        assertThat(folder.resolve("digits.safetensors")).isNotEmptyFile();
    }

    @Test
    void everyCommandAndOptionThatItNamesIsThere() throws IOException {
        List<String> commands = COMMAND.matcher(readme()).results().map(found -> found.group(1)).toList();
        assertThat(commands).containsAll(Main.names());
        assertThat(Main.names()).containsAll(commands);
        String help = Main.names().stream()
                .map(command -> Cli.in(folder).run(command, "--help").out())
                .reduce("", String::concat);
        List<String> known = List.of("--add-modules");
        assertThat(OPTION.matcher(readme()).results().map(found -> found.group(1)).filter(name -> !known.contains(name)))
                .allSatisfy(option -> assertThat(help).contains(option));
    }
}

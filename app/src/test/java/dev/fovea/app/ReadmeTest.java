package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.MINUTES)
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
        String log = run(0);
        assertThat(log).contains("Total parameters: ", "Epoch 20/20", " of 360), loss ");
        assertThat(folder.resolve("digits.safetensors")).isNotEmptyFile();
        int right = Integer.parseInt(log.replaceAll("(?s).* % \\((\\d+) of 360\\), loss .*", "$1"));
        assertThat(right / 360.0).as(log).isBetween(.95, .99);
    }

    @Test
    void theExampleWithPicturesCompilesAndRunsAsPrinted() throws Exception {
        OwnPictures.in(folder.resolve("photos"), 10);
        assertThat(run(1, "photos", "photos/discs/0.png"))
                .contains(" of 6), loss ")
                .containsPattern("(crosses|discs|stripes) \\(\\d+\\.\\d %\\)");
    }

    /// Runs one of the README's programs in the folder and gives what it printed.
    private String run(int number, String... arguments) throws Exception {
        String program = JAVA.matcher(readme()).results().toList().get(number).group(1);
        assertThat(program.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(22);
        Path source = Files.writeString(folder.resolve("Example.java"), program);
        String classPath = System.getProperty("java.class.path");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString()))
                .isZero();
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-cp", classPath + java.io.File.pathSeparator + folder, "Example"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }

    @Test
    void everyCommandAndOptionThatItNamesIsThere() throws IOException {
        List<String> commands = COMMAND.matcher(readme()).results().map(found -> found.group(1)).toList();
        assertThat(commands).containsAll(Main.names());
        assertThat(Main.names()).containsAll(commands);
        String help = Main.names().stream()
                .map(command -> Cli.in(folder).run(command, "--help").out())
                .reduce("", String::concat);
        List<String> known = List.of("--add-modules", "--add-exports");
        assertThat(
                OPTION.matcher(readme()).results().map(found -> found.group(1)).filter(name -> !known.contains(name)))
                .allSatisfy(option -> assertThat(help).contains(option));
    }
}

package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages say of the program: the README and those that it leads to.
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final String README = "README.md";
    private static final String COMMANDS = "docs/commands.md";
    private static final String OWN_PICTURES = "docs/java.md";
    private static final String SERVICE = "docs/service.md";
    private static final String JVM = "docs/jvm.md";
    private static final String ADDING = "docs/add-an-operation.md";

    /// Pages that name commands and options.
    private static final List<String> PAGES = List.of(
            README, COMMANDS, OWN_PICTURES, SERVICE, JVM, ADDING, "docs/speed.md", "CONTRIBUTING.md", "SECURITY.md");

    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern COMMAND = Pattern.compile("\\./fovea (\\w+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `\\./fovea (\\w+)");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern VERSION = Pattern.compile(
            "<artifactId>fovea-core</artifactId>\\s*<version>(.*?)</version>");
    private static final Pattern FLAG = Pattern.compile("-X[-:+=.,*\\w]*[\\w]|--add-[-\\w]+ [-./=\\w]+");

    @TempDir
    private Path folder;

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    @Test
    void theJavaExampleCompilesAndRunsAsPrinted() throws Exception {
        String log = run(README);
        assertThat(log).contains("Total parameters: ", "Epoch 20/20", " of 360), loss ");
        assertThat(folder.resolve("digits.safetensors")).isNotEmptyFile();
        int right = Integer.parseInt(log.replaceAll("(?s).* % \\((\\d+) of 360\\), loss .*", "$1"));
        assertThat(right / 360.0).as(log).isBetween(.95, .99);
    }

    @Test
    void theExampleWithPicturesCompilesAndRunsAsPrinted() throws Exception {
        OwnPictures.in(folder.resolve("photos"), 10);
        assertThat(run(OWN_PICTURES, "photos", "photos/discs/0.png"))
                .contains(" of 6), loss ")
                .containsPattern("(crosses|discs|stripes) \\(\\d+\\.\\d %\\)");
    }

    /// Runs a page's only program in the folder and gives what it printed.
    private String run(String page, String... arguments) throws Exception {
        List<String> programs = all(JAVA, page(page));
        assertThat(programs).hasSize(1);
        String program = programs.getFirst();
        assertThat(program.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(22);
        compile("Example.java", program);
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-cp",
                System.getProperty("java.class.path") + java.io.File.pathSeparator + folder, "Example"));
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

    private void compile(String file, String program) throws IOException {
        Path source = folder.resolve(file);
        Files.createDirectories(source.getParent());
        Files.writeString(source, program);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-cp", System.getProperty("java.class.path"), "-d",
                folder.toString(), source.toString())).as(program).isZero();
    }

    @Test
    void whatAServiceDoesCompiles() throws IOException {
        String lines = String.join("\n", all(JAVA, page(SERVICE)));
        compile("Service.java", """
                import dev.fovea.model.*;
                import java.nio.file.Path;
                class Service {
                    void serve(byte[] bytes) {
                %s
                    }
                }
                """.formatted(lines));
    }

    /// The page's whole files, those that name their package.
    @Test
    void whatIsAddedCompiles() throws IOException {
        Pattern place = Pattern.compile("(?s)^package ([\\w.]+);.*?\\b(?:class|record) (\\w+)");
        List<String> files = all(JAVA, page(ADDING)).stream().filter(file -> file.startsWith("package ")).toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(2);
        for (String file : files) {
            MatchResult found = place.matcher(file).results().findFirst().orElseThrow();
            compile(found.group(1).replace('.', '/') + "/" + found.group(2) + ".java", file);
        }
    }

    @Test
    void everyCommandHasARow() throws IOException {
        List<String> rows = all(ROW, page(COMMANDS));
        assertThat(rows).containsAll(Main.names());
        assertThat(Main.names()).containsAll(rows);
        assertThat(page(README)).contains("](" + COMMANDS + ")");
    }

    @Test
    void everyOptionOfTrainIsOnThePageOfCommands() throws IOException {
        Set<String> options = new TreeSet<>();
        Cli.in(folder).run("train", "--help").out().lines()
                .filter(line -> line.matches(" {2,6}(-h, )?--.*"))
                .forEach(line -> options.add(line.replaceFirst(".*?(--[a-z-]+).*", "$1")));
        assertThat(options).contains("--epochs", "--images", "--json");
        assertThat(all(Pattern.compile("(--[a-z-]+)"), page(COMMANDS))).containsAll(options);
    }

    static List<String> pages() {
        return PAGES;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandAndOptionThatItNamesIsThere(String page) throws IOException {
        String text = page(page);
        assertThat(Main.names()).containsAll(all(COMMAND, text));
        String help = Main.names().stream()
                .map(command -> Cli.in(folder).run(command, "--help").out())
                .reduce("", String::concat);
        List<String> known = List.of("--add-modules", "--add-exports");
        assertThat(all(OPTION, text).stream().filter(name -> !known.contains(name)))
                .allSatisfy(option -> assertThat(help).contains(option));
    }

    /// Every flag that a launcher passes is explained.
    @Test
    void everyFlagOfTheLaunchersIsOnThePageOfTheJvm() throws IOException {
        Set<String> flags = new TreeSet<>();
        for (String launcher : List.of("fovea", "fovea.cmd")) {
            page(launcher).lines()
                    .filter(line -> line.matches(".*\\b(vector|flags)=.*"))
                    .forEach(line -> FLAG.matcher(line).results().forEach(flag -> flags.add(flag.group())));
        }
        assertThat(flags).contains("-Xmn32m", "-XX:+UseSerialGC", "--add-modules jdk.incubator.vector");
        String text = page(JVM);
        assertThat(flags).allSatisfy(flag -> assertThat(text).contains(flag));
    }

    @Test
    void theVersionIsTheOneThatIsBuilt() throws IOException {
        String built = page("pom.xml").replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
        for (String page : List.of(README, OWN_PICTURES)) {
            assertThat(all(VERSION, page(page))).as(page).containsExactly(built);
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : markdown()) {
            String text = FENCED.matcher(Files.readString(page)).replaceAll("").replaceAll("`[^`\n]*`", "");
            for (String link : all(LINK, text)) {
                if (!link.contains("://") && !isThere(page, link)) {
                    dead.add(page + ": " + link);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    private static List<Path> markdown() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String place : List.of(".", "docs", "docs/decisions", "bench", "examples", "examples/spring-boot")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(place))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        assertThat(pages).hasSizeGreaterThan(20);
        return pages;
    }

    private static boolean isThere(Path page, String link) throws IOException {
        int mark = link.indexOf('#');
        String file = mark < 0 ? link : link.substring(0, mark);
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        if (!Files.exists(target) || mark < 0) {
            return Files.exists(target);
        }
        Set<String> anchors = new HashSet<>();
        for (String heading : all(HEADING, Files.readString(target))) {
            anchors.add(heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
        }
        return anchors.contains(link.substring(mark + 1));
    }
}

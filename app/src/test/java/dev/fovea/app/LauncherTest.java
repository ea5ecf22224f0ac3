package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `fovea` in a folder of its own, with a java and a mvn that only note how they were called.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "fovea is for POSIX shells; Windows has fovea.cmd")
class LauncherTest {
    private static final Path SCRIPT = Path.of("..", "fovea");
    private static final List<String> MODULES = List.of("core", "formats", "explain", "lab", "learn", "app");

    @TempDir
    private Path folder;

    private Path home;
    private Path bin;
    private Path jdk;

    @BeforeEach
    void aCheckoutWithSpaces() throws IOException {
        home = Files.createDirectories(folder.resolve("a check out"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Path script = home.resolve("fovea");
        // The JDKs of this machine must not be found.
        Files.writeString(
                script, Files.readString(SCRIPT).replace("/usr/lib/jvm/*", "").replace("/Library/", "/none/"));
        executable(script);
        List<String> sources = new ArrayList<>(List.of(
                "core/src/main/A.java", "formats/src/main/C.proto", "app/src/main/B.java", "pom.xml"));
        for (String module : MODULES) {
            sources.add(module + "/pom.xml");
            sources.add(module + "/src/main/All.java");
        }
        for (String source : sources) {
            Files.createDirectories(home.resolve(source).getParent());
            Files.writeString(home.resolve(source), source);
            Files.setLastModifiedTime(home.resolve(source), FileTime.from(Instant.EPOCH));
        }
        // Nor the one that is first on the path.
        program("javac", "");
        jdk = jdk("jdk 25", "25.0.3");
        program("mvn", """
                echo built "$@" >> "$0.calls"
                for argument; do
                    case $argument in
                        -Dbuild.folder=*) out=${argument#*=} ;;
                        -f) ;;
                        *pom.xml) root=${argument%/*} ;;
                    esac
                done
                sleep 0.2
                [ -e "$root/broken" ] && echo "line 3: no such symbol" && exit 1
                mkdir -p "$root/app/$out/fovea/lib" "$root/core/$out/classes"
                echo jar > "$root/app/$out/fovea/lib/app.jar"
                """);
    }

    @Test
    void passesArgumentsOptionsAndTheExitCode() throws Exception {
        Run run = run("train", "--out", "two words", "*");

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out()).contains("[dev.fovea.app.Main]\n[train]\n[--out]\n[two words]\n[*]\n");
        assertThat(run.out()).contains("[-Done=1]\n[-Dtwo=*]\n");
    }

    @Test
    void namesOutsideAsciiAreReadInTheLocaleC() throws Exception {
        for (String given : List.of("", "C", "POSIX")) {
            var builder = builder(List.of(home.resolve("fovea").toString(), "--locale"));
            builder.environment().keySet().removeAll(List.of("LANG", "LC_ALL", "LC_CTYPE"));
            builder.environment().put("LANG", given);
            assertThat(run(builder.start()).out()).contains("LC_ALL=C.UTF-8\n");
            builder.environment().put("LANG", "de_DE.ISO-8859-1");
            assertThat(run(builder.start()).out()).contains("LC_ALL=\n");
        }
    }

    @Test
    void aRepositoryAroundTheSourcesIsNotNamedAsTheirs() throws Exception {
        String git = "git -c user.name=x -c user.email=x -c commit.gpgsign=false ";
        shell(folder, git + "init -q . && " + git + "commit -q --allow-empty -m x");
        run();
        assertThat(Files.readString(bin.resolve("mvn.calls"))).contains("-Dbuild.commit= ");

        shell(home, git + "init -q . && " + git + "commit -q --allow-empty -m x");
        Files.writeString(home.resolve("core/src/main/A.java"), "changed");
        run();
        assertThat(Files.readString(bin.resolve("mvn.calls"))).containsPattern("-Dbuild.commit=[0-9a-f]{12}");
    }

    private static void shell(Path in, String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command).directory(in.toFile()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void buildsOnceUntilSourcesChange() throws Exception {
        run();
        assertThat(run().err()).isEmpty();
        assertThat(builds()).isEqualTo(1);

        Files.writeString(home.resolve("core/src/main/A.java"), "changed");
        run();
        assertThat(builds()).isEqualTo(2);

        Files.delete(home.resolve("app/src/main/B.java"));
        run();
        run();
        assertThat(builds()).isEqualTo(3);

        Files.writeString(home.resolve("formats/src/main/C.proto"), "changed");
        run();
        assertThat(builds()).isEqualTo(4);

        for (String module : MODULES) {
            long before = builds();
            Files.writeString(home.resolve(module + "/pom.xml"), "changed");
            run();
            assertThat(builds()).as(module).isEqualTo(before + 1);
        }
    }

    /// Both launchers name what the command is made of, and look for changes there.
    @Test
    void theLaunchersNameTheModulesOfTheCommand() throws IOException {
        List<String> needed = Pattern.compile("<artifactId>fovea-(\\w+)</artifactId>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(artifact -> artifact.group(1))
                .distinct()
                .toList();

        assertThat(MODULES).containsExactlyInAnyOrderElementsOf(needed);
        assertThat(Files.readString(SCRIPT)).contains("\nmodules='" + String.join(" ", MODULES) + "'\n");
        assertThat(Files.readString(Path.of("..", "fovea.cmd")))
                .contains("set \"modules=" + String.join(" ", MODULES) + "\"");
    }

    @Test
    void startsThroughSymbolicLinksFromAnyFolder() throws Exception {
        Path first = Files.createSymbolicLink(folder.resolve("first"), home.resolve("fovea"));
        Path second = Files.createSymbolicLink(bin.resolve("second"), Path.of("..", first.getFileName().toString()));

        assertThat(run(start(List.of(second.toString()))).code()).isEqualTo(7);
        assertThat(home.resolve("target/launcher/current")).exists();
    }

    @Test
    void aFailedBuildIsShownAndTriedAgain() throws Exception {
        Path broken = Files.createFile(home.resolve("broken"));
        Run failed = run();

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("line 3: no such symbol", "fovea: the build failed");
        assertThat(leftOvers()).isEmpty();

        Files.delete(broken);
        assertThat(run().code()).isEqualTo(7);
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void concurrentFirstStartsAllRunAndBuildOnce() throws Exception {
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(List.of(home.resolve("fovea").toString())));
        }
        for (Process process : processes) {
            assertThat(run(process).code()).isEqualTo(7);
        }

        assertThat(builds()).isEqualTo(1);
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void aLockWhoseHolderIsGoneDoesNotBlock() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(home.resolve("target/launcher/lock"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");

        assertThat(run().code()).isEqualTo(7);
    }

    @Test
    void withoutARecentJdkTwoLinesSayWhatToInstall() throws Exception {
        jdk = jdk("old", "25.0.2");
        Run run = run();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).contains("found 25.0.2 in " + jdk, "JAVA_HOME");
    }

    @Test
    void acceptsEveryLaterVersion() throws Exception {
        for (String version : List.of("25.0.3", "25.0.10", "25.1", "26", "26-ea", "27.0.1+3")) {
            jdk = jdk("jdk " + version, version);
            assertThat(run().code()).as(version).isEqualTo(7);
        }
        for (String version : List.of("25", "25.0.2", "25-ea", "24.0.9", "1.8.0_452", "17.0.15")) {
            jdk = jdk("jdk " + version, version);
            assertThat(run().code()).as(version).isEqualTo(1);
        }
    }

    private record Run(int code, String out, String err) {}

    private Run run(String... arguments) throws Exception {
        var command = new ArrayList<String>(List.of(home.resolve("fovea").toString()));
        command.addAll(List.of(arguments));
        return run(start(command));
    }

    private static Run run(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        return new Run(process.waitFor(), out, err);
    }

    private Process start(List<String> command) throws IOException {
        return builder(command).start();
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        var environment = builder.environment();
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("HOME", folder.resolve("nobody").toString());
        environment.put("PATH", bin + ":/usr/bin:/bin");
        environment.put("FOVEA_JAVA_OPTS", "-Done=1 -Dtwo=*");
        return builder;
    }

    private int builds() throws IOException {
        return Files.readAllLines(bin.resolve("mvn.calls")).size();
    }

    /// Locks, staged builds and scratch folders.
    private List<Path> leftOvers() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.getFileName().toString().matches("lock|staged.*|launcher-build.*"))
                    .toList();
        }
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdkBin = Files.createDirectories(folder.resolve(name).resolve("bin"));
        Files.writeString(
                folder.resolve(name).resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(jdkBin.resolve("java"),
                "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\nfor argument; do echo \"[$argument]\"; done\nexit 7\n");
        executable(jdkBin.resolve("java"));
        Files.writeString(jdkBin.resolve("javac"), "#!/bin/sh\n");
        executable(jdkBin.resolve("javac"));
        return folder.resolve(name);
    }

    private void program(String name, String script) throws IOException {
        Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script);
        executable(bin.resolve(name));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package dev.fovea.app.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The first class of `fovea.jar`, from class files and in a process of its own: what it becomes is started from them
/// too.
class StartTest {
    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.4", "25.0.3.1", "25.1", "25.0.10+7", "26", "26-ea", "30.0.1-internal"})
    void aRecentJavaIsOne(String version) {
        assertThat(Start.isRecent(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_402", "9", "17.0.15", "24.0.2", "25", "25-ea", "25.0.2", ""})
    void anOlderJavaIsNotOne(String version) {
        assertThat(Start.isRecent(version)).isFalse();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theCommandsOutputAndExitCodeAreItsOwn() throws Exception {
        Ended version = start("--version");
        assertThat(version.text()).isEqualTo("fovea from class files");
        assertThat(version.code()).isZero();

        // Beyond ASCII, unless these tests run where nobody could say it.
        boolean isSayable = Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('ö');
        String word = isSayable ? "größe" : "size";
        Ended wrong = start(word, "two words", "*");
        assertThat(wrong.text()).startsWith("fovea: no command is named " + word);
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void wordsAreSplitAtWhiteSpaceAlone() {
        assertThat(Relaunch.words("  -Done=1 \t-Dtwo=*\n")).containsExactly("-Done=1", "-Dtwo=*");
        assertThat(Relaunch.words("")).isEmpty();
    }

    @Test
    void theLocaleIsTheFirstThatIsSet() {
        assertThat(PosixProcess.isAscii(Map.of())).isTrue();
        assertThat(PosixProcess.isAscii(Map.of("LC_ALL", "", "LANG", "POSIX"))).isTrue();
        assertThat(PosixProcess.isAscii(Map.of("LC_CTYPE", "C", "LANG", "de_DE.UTF-8"))).isTrue();
        assertThat(PosixProcess.isAscii(Map.of("LANG", "de_DE.UTF-8"))).isFalse();
        assertThat(PosixProcess.isAscii(Map.of("LC_ALL", "C.UTF-8", "LANG", "C"))).isFalse();
    }

    @Test
    void theLastWordsOfACommandLineAreItsBytes() {
        byte[] line = {'j', 0, '-', 'j', 0, (byte) 0xC3, (byte) 0xB6, 0, 0};

        assertThat(PosixProcess.last(2, line)).containsExactly(new byte[] {(byte) 0xC3, (byte) 0xB6}, new byte[0]);
    }

    private static Ended start(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Start.class.getName()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The locale C knows no ö.
        builder.environment().keySet().removeAll(List.of("LANG", "LC_ALL", "LC_CTYPE"));
        Process process = builder.start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            String text = String.join("\n", lines.readAllLines());
            return new Ended(process.waitFor(), text);
        } finally {
            process.destroyForcibly();
        }
    }

    private record Ended(int code, String text) {}
}

package dev.fovea.train.watch;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where a stream of text ends up.
///
/// @param interactive whether a line can be redrawn: a person's terminal, not a file or a pipe
/// @param columns of a line
public record Terminal(boolean interactive, int columns) {
    private static final int COLUMNS = 80;
    private static final int LOG_COLUMNS = 120;

    /// What is behind standard output or standard error; any other stream is taken for a log.
    public static Terminal of(PrintStream out, Map<String, String> environment) {
        boolean person = !"dumb".equals(environment.get("TERM"))
                && (out == System.out ? isTerminal(1) : out == System.err && isTerminal(2));
        return new Terminal(person, person ? columns(environment.getOrDefault("COLUMNS", "")) : LOG_COLUMNS);
    }

    /// Whether colours are wanted: by a person who has not set NO_COLOR, see no-color.org.
    public boolean colours(Map<String, String> environment) {
        return interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /// Linux says where one descriptor leads; elsewhere the console's word for all of them has to do.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException _) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    private static int columns(String text) {
        try {
            return Math.max(20, Integer.parseInt(text.strip()));
        } catch (NumberFormatException _) {
            return COLUMNS;
        }
    }
}

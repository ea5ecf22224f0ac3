package dev.fovea.lab.run;

import dev.fovea.train.watch.Terminal;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Consumer;

/// Says lines to people, and redraws one line where they sit at a terminal.
///
/// @param terminal what is behind the stream
public record People(PrintStream out, Terminal terminal) implements Consumer<String> {
    public static People of(PrintStream out, Map<String, String> environment) {
        return new People(out, Terminal.of(out, environment));
    }

    @Override
    public void accept(String line) {
        out.println(line);
    }

    /// Shows a line in place of the one that was drawn before; a blank one clears it.
    void redraw(String line) {
        int columns = terminal.columns() - 1;
        String shown = line.length() > columns ? line.substring(0, columns) : line;
        out.print("\r" + shown + " ".repeat(columns - shown.length()) + "\r");
        out.flush();
    }
}

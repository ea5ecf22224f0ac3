package dev.fovea.app.console;

import dev.fovea.text.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What surrounds a command: where it writes, and what it may ask.
///
/// @param out results; what it and `err` print steers no terminal
/// @param err errors; with `--json`, all that is said to people
/// @param folder that relative paths start from
public record Console(
        PrintStream out, PrintStream err, Path folder, Map<String, String> environment, Interrupts interrupts) {
    /// The option of all commands that shows stack traces.
    public static final String DEBUG = "--debug";

    public Console {
        out = PrintableStream.of(out);
        err = PrintableStream.of(err);
    }

    public static Console of(PrintStream out, PrintStream err) {
        return new Console(out, err, Path.of(""), System.getenv(), Interrupts.ofProcess());
    }

    /// The same, with all results said to people on a stream of theirs.
    public Console speaking(PrintStream people) {
        return new Console(people, err, folder, environment, interrupts);
    }

    /// Where people read.
    public PrintStream people(boolean json) {
        return json ? err : out;
    }

    /// What stands in the way: one line, whatever the message holds.
    public void say(String message) {
        err.println("fovea: " + Printable.line(message));
    }

    /// The one object of `--json`.
    public void print(ObjectNode result) {
        out.println(result);
    }

    /// A page with colour codes of ours; the words in it are spelt by who made it.
    public void printStyled(String page) {
        if (out instanceof PrintableStream stream) {
            stream.printStyled(page);
        }
    }

    public Path path(Path given) {
        return folder.resolve(given);
    }

    /// A path as the user would type it: relative where it lies below the folder.
    public Path typed(Path path) {
        Path from = folder.toAbsolutePath().normalize();
        Path whole = path.toAbsolutePath().normalize();
        return whole.startsWith(from) && !whole.equals(from) ? from.relativize(whole) : path;
    }
}

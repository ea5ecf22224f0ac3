package dev.fovea.app.page;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.backend.Backend;
import dev.fovea.data.DataException;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.data.source.MissingDataException;
import dev.fovea.io.FileException;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.RunException;
import dev.fovea.train.TrainingException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What to tell people of an exception.
public final class Failure {
    private static final String BATCH = "--batch";

    private Failure() {}

    public static String line(Throwable thrown) {
        return line(thrown, List.of());
    }

    /// One line: what was expected, what was received, what to do.
    ///
    /// @param sizes options of the command that make its work smaller
    public static String line(Throwable thrown, List<String> sizes) {
        String lower = String.join(" or ", sizes);
        Throwable cause = thrown.getCause();
        return switch (thrown) {
            case CommandException known -> message(known);
            case RunException known -> message(Advice.of(known));
            case MissingDataException missing -> message(missing) + ", or add --download";
            case DataException known -> message(known);
            case FileException known -> message(known);
            case TrainingException known -> message(known);
            case Backend.OutOfMemory full -> full.line(
                    sizes.contains(BATCH) && full.batch() > 0 ? BATCH + " " + full.batch() : "",
                    full.heapGigabytes() > 0 ? "FOVEA_JAVA_OPTS=-Xmx" + full.heapGigabytes() + "g" : "");
            case IllegalArgumentException refused -> message(refused);
            case UncheckedIOException failed -> message(failed);
            case OutOfMemoryError none when String.valueOf(none.getMessage()).contains("native thread") ->
                    "the system starts no more threads: lower --threads, or end other programs";
            case OutOfMemoryError full -> String.format(
                    Locale.ROOT, "the heap of %.1f GB is full: %sgive more with FOVEA_JAVA_OPTS=-Xmx12g",
                    Runtime.getRuntime().maxMemory() / 1e9, sizes.isEmpty() ? "" : "lower " + lower + ", or ");
            case ArithmeticException large when !sizes.isEmpty() ->
                    "the numbers are more than an array can hold: lower " + lower;
            case Throwable other when cause != null -> line(cause, sizes);
            default -> "unexpected " + thrown + ": run it again with " + Console.DEBUG + " and report what it prints";
        };
    }

    private static String message(Throwable thrown) {
        return Objects.requireNonNullElse(thrown.getMessage(), thrown.toString());
    }

    /// Lists what cannot be read: for people one line each below the error, or as the command's one JSON object.
    public static void list(List<ImageFolder.Broken> broken, boolean json, Console console) {
        if (!json) {
            broken.forEach(one -> console.err().println("    " + one.reason()));
        } else if (!broken.isEmpty()) {
            ObjectNode object = JsonNodes.object();
            ArrayNode array = object.putArray("broken");
            broken.forEach(one -> array.addObject().put("file", one.file().toString()).put("reason", one.reason()));
            console.print(object);
        }
    }
}

package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.drawing.Scene;
import dev.fovea.explain.architecture.NetworkDrawing;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What of a network is drawn, and where to.
public final class DrawingOptions {
    private static final String SVG = ".svg";
    private static final String PNG = ".png";

    /// Twenty times those of the largest published network.
    private static final int MOST_PIXELS = 200_000_000;

    @Option(
            names = "--out",
            paramLabel = "FILE.svg|FILE.png",
            description = "Draw the network, as papers do, into this file.")
    private @Nullable Path out;

    @Option(
            names = "--part",
            paramLabel = "LAYER",
            description = "With --out: draw this layer alone, such as residual_3 or branches, by its name in the"
                    + " table; GoogLeNet's modules also by the paper's: inception3a to inception5b.")
    private @Nullable String part;

    @Option(
            names = "--plain",
            description = "With --out: draw above it the same network without its shortcuts.")
    private boolean plain;

    @Option(
            names = "--beside",
            paramLabel = "NAME|RUN|FILE",
            description = "With --out: draw this network below it, to the same scale.")
    private @Nullable String other;

    /// Refuses what does not go together, before anything is computed.
    ///
    /// @throws CommandException saying why
    public void check() {
        if (out == null) {
            if (part != null || plain || other != null) {
                throw CommandException.misused((part != null ? "--part" : plain ? "--plain" : "--beside")
                        + " goes with --out FILE.svg, which draws the network");
            }
            return;
        }
        if (part != null && plain) {
            throw CommandException.misused("--part draws one layer, --plain the whole network: choose one of them");
        }
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        if (!name.endsWith(SVG) && !name.endsWith(PNG)) {
            throw CommandException.misused(
                    "--out is an SVG or a PNG file: expected a name that ends in .svg or .png, got " + out);
        }
    }

    /// Whether anything is to be drawn.
    public boolean isDrawn() {
        return out != null;
    }

    /// Draws a network; returns the file as the user named it, or null if none was asked for.
    ///
    /// @throws CommandException if the network has not what is to be drawn
    public @Nullable Path write(Console console, Subjects.Untrained subject) {
        if (out == null) {
            return null;
        }
        Scene scene = drawing(console, subject).scene();
        Path file = console.path(out);
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(PNG)) {
            requireRoom(scene);
            scene.pixels().write(file);
        } else {
            scene.write(file, "The network " + subject.name());
        }
        return out;
    }

    private static void requireRoom(Scene scene) {
        if (scene.pixelCount() > MOST_PIXELS) {
            throw CommandException.misused(String.format(
                    Locale.ROOT, "a PNG file has at most %,d pixels: this drawing would have %,.0f; write an .svg, or"
                            + " draw a layer of it with --part", MOST_PIXELS, scene.pixelCount()));
        }
    }

    private NetworkDrawing drawing(Console console, Subjects.Untrained subject) {
        try {
            NetworkDrawing whole = part == null
                    ? NetworkDrawing.of(subject.name(), subject.network())
                    : NetworkDrawing.of(subject.name(), subject.network(), part);
            NetworkDrawing drawing = plain
                    ? NetworkDrawing.plain(subject.name(), subject.network()).above(whole)
                    : whole;
            if (other == null) {
                return drawing;
            }
            Subjects.Untrained below = Subjects.of(console, other);
            return drawing.above(NetworkDrawing.of(below.name(), below.network()));
        } catch (IllegalArgumentException e) {
            throw CommandException.misused(String.valueOf(e.getMessage()));
        }
    }
}

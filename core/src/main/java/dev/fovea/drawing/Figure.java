package dev.fovea.drawing;

import dev.fovea.io.AtomicFile;
import dev.fovea.io.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Something that draws itself into an [Svg]. Figures are put side by side and under one another with [Panel].
public interface Figure {
    /// White space around a figure that is a picture of its own.
    double MARGIN = 20;

    double width();

    double height();

    /// Draws the figure with its top left at (x, y).
    void draw(Svg svg, double x, double y);

    /// This figure under a heading.
    default Figure titled(String title) {
        return Panel.column(8, Words.of(title, Lettering.of(13).heavy()), this);
    }

    /// This figure under a heading with a line of explanation.
    default Figure titled(String title, String explanation) {
        return Panel.column(
                3, Words.of(title, Lettering.of(13).heavy()),
                Panel.column(8, Words.of(explanation, Lettering.of(12).colour(Colours.MUTED)), this));
    }

    /// The whole SVG document.
    ///
    /// @param title what viewers and screen readers call it
    default String svg(String title) {
        Svg svg = Svg.of(width() + 2 * MARGIN, height() + 2 * MARGIN, title);
        draw(svg, MARGIN, MARGIN);
        return svg.toString();
    }

    /// Writes the SVG document, and its folder if there is none.
    ///
    /// @throws UncheckedIOException one line, if it cannot be written
    default void write(Path file, String title) {
        Written.to(file, svg(title).getBytes(StandardCharsets.UTF_8));
    }

    /// Writes files, with their folders.
    final class Written {
        private Written() {}

        static void to(Path file, byte[] bytes) {
            try {
                AtomicFile.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot write " + file + ": " + FileProblem.reason(e) + "; " + FileProblem.advice(e), e);
            }
        }
    }
}

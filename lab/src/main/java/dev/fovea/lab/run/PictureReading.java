package dev.fovea.lab.run;

import dev.fovea.data.Fitting;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.tensor.Shape;
import dev.fovea.text.Figures;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Reads pictures of the user's own and says what cannot be read.
public final class PictureReading {
    private static final int MOST_NAMED = 10;

    private PictureReading() {}

    /// @param shape what pictures are brought to
    /// @param fitting how those of other aspects are
    /// @param skipBroken whether it goes on without pictures that cannot be read
    /// @param say tells people what is read and what is left out
    public static ImageFolder.Reading of(
            ImageFolder list, Shape shape, Fitting fitting, boolean skipBroken, Consumer<String> say) {
        return of(list, shape, fitting, skipBroken, say, System::nanoTime);
    }

    /// @param clock nanoseconds
    public static ImageFolder.Reading of(
            ImageFolder list, Shape shape, Fitting fitting, boolean skipBroken, Consumer<String> say,
            LongSupplier clock) {
        say.accept("Reading " + Figures.count(list.pictures().size()) + " pictures in " + list.origin());
        ReadingProgress progress = new ReadingProgress(say, clock);
        ImageFolder.Reading reading = list.read(shape, fitting, progress);
        progress.end();
        List<ImageFolder.Broken> broken = reading.broken();
        if (!skipBroken && !broken.isEmpty()) {
            throw RunException.broken(reading.failure(), broken);
        }
        if (!broken.isEmpty()) {
            say.accept("Skipping " + Figures.count(broken.size()) + " that cannot be read:");
            broken.stream().limit(MOST_NAMED).forEach(one -> say.accept("    " + one.reason()));
            if (broken.size() > MOST_NAMED) {
                say.accept("    and " + Figures.count(broken.size() - MOST_NAMED) + " more");
            }
        }
        return reading;
    }
}

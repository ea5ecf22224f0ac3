package dev.fovea.lab.run;

import dev.fovea.data.source.ImageFolder;
import dev.fovea.text.Figures;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Shows how the reading of pictures gets on: on a terminal in one line that is redrawn ten times a second, else in a
/// line each ten seconds. What is read within the first second is not worth a word.
final class ReadingProgress implements ImageFolder.Progress {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Consumer<String> say;
    private final boolean interactive;
    private final LongSupplier clock;
    private final long begin;
    private long next;
    private boolean drawn;

    /// @param clock nanoseconds
    ReadingProgress(Consumer<String> say, LongSupplier clock) {
        this.say = say;
        this.clock = clock;
        interactive = say instanceof People people && people.terminal().interactive();
        begin = clock.getAsLong();
        next = begin + (interactive ? SECOND : 10 * SECOND);
    }

    @Override
    public synchronized void read(int done, int all) {
        long now = clock.getAsLong();
        if (now - next < 0 || done == all) {
            return;
        }
        next = now + (interactive ? SECOND / 10 : 10 * SECOND);
        double left = (double) (now - begin) / SECOND / done * (all - done);
        String line = "Read " + Figures.count(done) + " of " + Figures.count(all) + " pictures, "
                + Figures.seconds(left) + " left";
        if (interactive && say instanceof People people) {
            drawn = true;
            people.redraw(line);
        } else {
            say.accept(line);
        }
    }

    /// Clears the line.
    synchronized void end() {
        if (drawn && say instanceof People people) {
            people.redraw("");
        }
    }
}

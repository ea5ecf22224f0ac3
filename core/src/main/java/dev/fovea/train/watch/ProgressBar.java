package dev.fovea.train.watch;

import dev.fovea.metric.MeanLoss;
import dev.fovea.metric.Score;
import dev.fovea.text.Figures;
import dev.fovea.text.Printable;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Shows how a training goes. On a terminal one line is redrawn, at most ten times a second:
/// ```
/// Epoch 3/10 [=====>     ] 45 % step 123/430 loss 0.1234 acc 0.9712 12345 images/s 00:12 left
/// ```
/// In a log it is one line for each interval. Loss and accuracy are means over the epoch so far. A
/// line for each epoch and each other event follows in both, and at the end the best epoch. Only ASCII and
/// carriage returns are used for the bar, so that it looks right on every terminal; the width is that of the variable
/// `COLUMNS`, or 80. A step allocates nothing.
public final class ProgressBar implements Callback {
    private static final long REDRAW_NANOS = 100_000_000;

    /// The width of an epoch's line.
    private static final int COLUMNS = 79;
    private static final String BEST = " best";
    private static final String VALIDATION = "val";

    private final PrintStream out;
    private final Terminal terminal;
    private final LongSupplier clock;
    private final long logNanos;
    private final int logSteps;
    private final int stepLines;
    private final String watched;
    private final ProgressLine line;

    private final MeanLoss loss = new MeanLoss();
    private long correct;
    private Event.@Nullable Started started;
    private long epochFrom;
    private long lastShown;
    private boolean shown;
    private int width;
    private Event.@Nullable EpochDone best;
    private long imagesSinceLine;
    private int stepsSinceLine;
    private long lineFrom;

    public ProgressBar(PrintStream out, Terminal terminal, LongSupplier clock, long logNanos, int logSteps) {
        this(out, terminal, clock, logNanos, logSteps, 0, VALIDATION);
    }

    private ProgressBar(
            PrintStream out, Terminal terminal, LongSupplier clock, long logNanos, int logSteps, int stepLines,
            String watched) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.logNanos = logNanos;
        this.logSteps = logSteps;
        this.stepLines = stepLines;
        this.watched = watched;
        this.line = new ProgressLine(terminal.columns() - 1);
    }

    /// A bar on standard output or standard error where that is a terminal, else a line each 10 seconds.
    public static ProgressBar of(PrintStream out) {
        Terminal terminal = Terminal.of(out, System.getenv());
        return new ProgressBar(out, terminal, System::nanoTime, Duration.ofSeconds(10).toNanos(), 0);
    }

    /// In a log, a line each time this long has passed.
    public ProgressBar every(Duration interval) {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("the interval of progress lines must be above 0: got " + interval);
        }
        return new ProgressBar(out, terminal, clock, interval.toNanos(), 0, stepLines, watched);
    }

    /// In a log, a line each time this many steps of the epoch are done.
    public ProgressBar everySteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps between progress lines must be at least 1: got " + steps);
        }
        return new ProgressBar(out, terminal, clock, logNanos, steps, stepLines, watched);
    }

    /// Also a line each time this many steps are done in all, on a terminal above the bar, in a log in place of those
    /// for each interval: `Step 120 loss 1.2345, 1043.2 examples/s, 0.123 s/batch`. The loss is that of the step's
    /// batch, the speed that since the line before.
    public ProgressBar stepLines(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps between lines must be at least 1: got " + steps);
        }
        return new ProgressBar(out, terminal, clock, logNanos, logSteps, steps, watched);
    }

    /// With another word than `val` for the images that are measured after each epoch, such as `test` where they are
    /// the test images.
    public ProgressBar watching(String word) {
        return new ProgressBar(out, terminal, clock, logNanos, logSteps, stepLines, word);
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.Started start -> start(start);
            case Event.StepDone step -> step(step);
            case Event.EpochDone epoch -> {
                best = epoch.improved() ? epoch : best;
                println(epochLine(epoch));
                beginEpoch();
            }
            case Event.CheckpointSaved saved -> saved(saved);
            case Event.Restored restored -> {
                restored.history().stream().filter(Event.EpochDone::improved).forEach(epoch -> best = epoch);
                println("Restored " + restored.path() + ": " + counted(restored.history().size(), "epoch")
                        + ", " + counted(restored.step(), "step") + " done");
            }
            case Event.Finished finished -> finished(finished);
            case Event.Interrupted interrupted -> println("Interrupted after step " + interrupted.step()
                    + (interrupted.path() == null ? "; nothing was saved" : "; saved " + interrupted.path()));
        }
    }

    private void start(Event.Started start) {
        started = start;
        println(String.format(Locale.ROOT, "%s: %,d parameters, %s kernels, %s%n%s of %s%s",
                start.name(), start.parameters(), start.kernels(), counted(start.threads(), "thread"),
                counted(start.epochs(), "epoch"), counted(start.stepsPerEpoch(), "step"),
                start.firstStep() == 0 ? "" : ", from step " + start.firstStep()));
        lastShown = clock.getAsLong();
        shown = false;
        beginEpoch();
        beginLine();
    }

    private void beginLine() {
        imagesSinceLine = 0;
        stepsSinceLine = 0;
        lineFrom = clock.getAsLong();
    }

    private void beginEpoch() {
        loss.reset();
        correct = 0;
        epochFrom = clock.getAsLong();
    }

    private void step(Event.StepDone step) {
        Event.Started run = started;
        loss.add(step.loss(), step.images());
        correct += step.correct();
        imagesSinceLine += step.images();
        stepsSinceLine++;
        if (stepLines > 0 && step.step() % stepLines == 0) {
            println(stepLine(step));
            beginLine();
        }
        long now = clock.getAsLong();
        if (run != null && isDue(step, now)) {
            lastShown = now;
            shown = true;
            double done = (double) step.stepInEpoch() / run.stepsPerEpoch();
            double seconds = (now - epochFrom) * 1e-9;
            line.compose(step, run, loss.mean(), (double) correct / loss.count(), loss.count() / seconds,
                    left(step, run, seconds), done);
            show();
        }
    }

    private String stepLine(Event.StepDone step) {
        double seconds = Math.max(1, clock.getAsLong() - lineFrom) * 1e-9;
        StringBuilder text = new StringBuilder("Step ").append(step.step());
        Figures.brief(text.append(" loss "), step.loss());
        Figures.fixed(text.append(", "), imagesSinceLine / seconds, 1);
        return Figures.fixed(text.append(" examples/s, "), seconds / stepsSinceLine, 3).append(" s/batch").toString();
    }

    /// Seconds until the epoch ends; after a resume in mid-epoch, only the steps seen here count.
    private double left(Event.StepDone step, Event.Started run, double seconds) {
        long before = Math.max(0, run.firstStep() - (step.step() - step.stepInEpoch()));
        return seconds / (step.stepInEpoch() - before) * (run.stepsPerEpoch() - step.stepInEpoch());
    }

    private boolean isDue(Event.StepDone step, long now) {
        if (terminal.interactive()) {
            return !shown || now - lastShown >= REDRAW_NANOS;
        }
        return logSteps > 0 ? step.stepInEpoch() % logSteps == 0 : stepLines == 0 && now - lastShown >= logNanos;
    }

    private void show() {
        if (terminal.interactive()) {
            int length = line.length();
            line.pad(width);
            line.write(out, '\r');
            width = length;
        } else {
            line.write(out, '\n');
        }
    }

    /// Ends what is drawn, then prints a line of its own.
    private void println(String text) {
        if (terminal.interactive() && width > 0) {
            out.print("\r" + " ".repeat(Math.max(0, width)) + "\r");
            width = 0;
        }
        out.println(Printable.lines(text));
        out.flush();
    }

    /// `Epoch 3/10 00:01:02 loss 0.5000 acc 0.9000, val 0.6000 0.8500 4250/5000 best`: loss and accuracy of training,
    /// then the same of validation; how many are right, and the speed, as far as there is room.
    private String epochLine(Event.EpochDone epoch) {
        Score validation = epoch.validation();
        StringBuilder text = new StringBuilder("Epoch ").append(epoch.epoch());
        if (started != null) {
            text.append('/').append(started.epochs());
        }
        Figures.clock(text.append(' '), epoch.seconds(), true);
        Figures.brief(text.append(" loss "), epoch.train().loss());
        Figures.fixed(text.append(" acc "), epoch.train().accuracy(), 4);
        if (validation != null) {
            Figures.brief(text.append(", ").append(watched).append(' '), validation.loss());
            Figures.fixed(text.append(' '), validation.accuracy(), 4);
        }
        String best = epoch.improved() ? BEST : "";
        int room = COLUMNS - BEST.length();
        String counts = " " + epoch.deciding().correct() + "/" + epoch.deciding().count();
        append(text, counts, room);
        String speed = Figures.fixed(new StringBuilder(" "), epoch.train().count() / epoch.seconds(), 0).toString();
        append(text, speed + (validation == null ? " images/s" : "/s"), room);
        return text.append(best).toString();
    }

    private static void append(StringBuilder text, String more, int room) {
        if (text.length() + more.length() <= room) {
            text.append(more);
        }
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    /// Only what was saved for its score is worth a line; the rest is routine.
    private void saved(Event.CheckpointSaved saved) {
        Score to = saved.to();
        if (to != null) {
            StringBuilder text = new StringBuilder("Saved the ").append(saved.reason()).append(':');
            Score from = saved.from();
            if (from == null || to.accuracy() > from.accuracy()) {
                Figures.fixed(text.append(" accuracy "), to.accuracy(), 4);
                if (from != null) {
                    Figures.fixed(text.append(" > "), from.accuracy(), 4);
                }
            } else {
                Figures.fixed(Figures.fixed(text.append(" loss "), to.loss(), 4).append(" < "), from.loss(), 4);
            }
            println(text.append(", ").append(saved.path()).toString());
        }
    }

    /// With the epoch that was best, by what was measured after it.
    private void finished(Event.Finished finished) {
        println(finishedLine(finished));
        Event.EpochDone epoch = best;
        if (epoch != null) {
            Score score = epoch.deciding();
            StringBuilder text = new StringBuilder("Best accuracy ");
            Figures.fixed(text, score.accuracy(), 4).append(String.format(Locale.ROOT, " (%,d of %,d, %s) in epoch %d",
                    score.correct(), score.count(), epoch.validation() == null ? "training" : watched, epoch.epoch()));
            println(text.toString());
        }
    }

    private String finishedLine(Event.Finished finished) {
        Event.Started run = started;
        StringBuilder text = new StringBuilder("Finished ");
        String steps = counted(finished.steps(), "step");
        if (run != null && finished.steps() % run.stepsPerEpoch() != 0) {
            text.append("after ").append(steps).append(", in epoch ")
                    .append(finished.steps() / run.stepsPerEpoch() + 1).append(" of ").append(run.epochs());
        } else {
            text.append(counted(finished.epochs(), "epoch")).append(", ").append(steps);
        }
        text.append(" in ");
        Figures.clock(text, finished.seconds(), true);
        return text.append(finished.reason() == null ? "" : ": " + finished.reason()).toString();
    }
}

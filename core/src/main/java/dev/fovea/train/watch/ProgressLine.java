package dev.fovea.train.watch;

import dev.fovea.text.Figures;
import dev.fovea.train.Event;
import java.io.PrintStream;

/// One line of progress in ASCII, fitted to a width. Its memory is kept from line to line.
final class ProgressLine {
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 3;
    private static final int BRACKETS = "[] ".length();

    /// What a narrow line does without, one thing after another.
    private static final int ALL = 0;
    private static final int SHORT_WORDS = 1;
    private static final int NO_BAR = 2;
    private static final int NO_SPEED = 3;
    private static final int NO_STEP = 4;
    private static final int NO_TIME = 5;

    private final int columns;
    private final StringBuilder text;
    private final StringBuilder tail;
    private final byte[] bytes;

    ProgressLine(int columns) {
        this.columns = columns;
        this.text = new StringBuilder(columns + 256);
        this.tail = new StringBuilder(columns + 256);
        this.bytes = new byte[2 * columns + 512];
    }

    /// @param speed images in a second
    /// @param left seconds
    /// @param done share of the epoch
    void compose(
            Event.StepDone step, Event.Started run, double loss, double accuracy, double speed, double left,
            double done) {
        text.setLength(0);
        text.append("Epoch ").append(step.epoch()).append('/').append(run.epochs()).append(' ');
        int level = ALL;
        tail(level, step, run, loss, accuracy, speed, left, done);
        while (level < NO_TIME && text.length() + tail.length() + shortestBar(level) > columns) {
            level++;
            tail(level, step, run, loss, accuracy, speed, left, done);
        }
        if (level < NO_BAR) {
            bar(Math.min(LONGEST_BAR, columns - text.length() - tail.length() - BRACKETS), done);
        }
        text.append(tail);
        text.setLength(Math.min(columns, text.length()));
    }

    private static int shortestBar(int level) {
        return level < NO_BAR ? SHORTEST_BAR + BRACKETS : 0;
    }

    private void tail(
            int level, Event.StepDone step, Event.Started run, double loss, double accuracy, double speed, double left,
            double done) {
        tail.setLength(0);
        tail.append((int) (100 * done)).append(" %");
        if (level < NO_STEP) {
            tail.append(level < SHORT_WORDS ? " step " : " ").append(step.stepInEpoch());
            tail.append('/').append(run.stepsPerEpoch());
        }
        Figures.fixed(tail.append(" loss "), loss, 4);
        Figures.fixed(tail.append(" acc "), accuracy, 4);
        if (level < NO_SPEED) {
            Figures.fixed(tail.append(' '), speed, speed < 10 ? 1 : 0);
            tail.append(level < SHORT_WORDS ? " images/s" : " img/s");
        }
        if (level < NO_TIME) {
            Figures.clock(tail.append(' '), left, false).append(" left");
        }
    }

    private void bar(int cells, double done) {
        int full = (int) (cells * Math.clamp(done, 0, 1));
        text.append('[').repeat('=', full);
        if (full < cells) {
            text.append('>').repeat(' ', cells - full - 1);
        }
        text.append("] ");
    }

    int length() {
        return text.length();
    }

    /// Covers what a longer line left behind.
    void pad(int width) {
        text.repeat(' ', Math.max(0, width - text.length()));
    }

    /// Writes the line, behind a carriage return or before a line feed.
    void write(PrintStream out, char mark) {
        int n = 0;
        if (mark == '\r') {
            bytes[n++] = '\r';
        }
        for (int i = 0; i < text.length(); i++) {
            bytes[n++] = (byte) text.charAt(i);
        }
        if (mark == '\n') {
            bytes[n++] = '\n';
        }
        out.write(bytes, 0, n);
        out.flush();
    }
}

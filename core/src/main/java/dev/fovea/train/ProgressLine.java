package dev.fovea.train;

import java.io.PrintStream;

/// One line of progress in ASCII, fitted to a width. Its memory is kept from line to line.
final class ProgressLine {
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 5;

    /// What a narrow line leaves out, step by step: the bar, the speed, the step, the time.
    private static final int ALL = 0;
    private static final int NO_SPEED = 1;
    private static final int NO_STEP = 2;
    private static final int NO_TIME = 3;

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
        for (int without = ALL; without <= NO_TIME; without++) {
            tail.setLength(0);
            tail.append((int) (100 * done)).append(" %");
            if (without < NO_STEP) {
                tail.append(" step ").append(step.stepInEpoch()).append('/').append(run.stepsPerEpoch());
            }
            Figures.fixed(tail.append(" loss "), loss, 4);
            Figures.fixed(tail.append(" acc "), accuracy, 4);
            if (without < NO_SPEED) {
                Figures.fixed(tail.append(' '), speed, speed < 10 ? 1 : 0).append(" images/s");
            }
            if (without < NO_TIME) {
                Figures.clock(tail.append(' '), left, false).append(" left");
            }
            if (text.length() + tail.length() <= columns) {
                break;
            }
        }
        bar(Math.min(LONGEST_BAR, columns - text.length() - tail.length() - "[] ".length()), done);
        text.append(tail);
        text.setLength(Math.min(columns, text.length()));
    }

    private void bar(int cells, double done) {
        if (cells >= SHORTEST_BAR) {
            int full = (int) (cells * Math.clamp(done, 0, 1));
            text.append('[').repeat('=', full);
            if (full < cells) {
                text.append('>').repeat(' ', cells - full - 1);
            }
            text.append("] ");
        }
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

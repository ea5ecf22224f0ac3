package dev.fovea.train.watch;

import dev.fovea.io.AtomicFile;
import dev.fovea.io.FileException;
import dev.fovea.io.FileProblem;
import dev.fovea.io.RegularFile;
import dev.fovea.metric.Score;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes a training to a CSV file: one row for each epoch and, where wanted, one for every k-th step,
/// with the loss and accuracy of that step's batch. A new training begins a new file. A resumed one
/// drops the rows of steps that it takes again, and rows that a file holds twice, so each step and epoch has one row.
public final class CsvLog implements Callback {
    static final String COLUMNS = "row,epoch,step,loss,accuracy,validation_loss,validation_accuracy,rate,seconds";

    private static final int PENDING_CHARS = 1 << 14;
    private static final int LONGEST_SHOWN = 80;

    private final Path file;
    private final int everySteps;
    private final StringBuilder pending = new StringBuilder();
    private @Nullable List<Event.EpochDone> history;
    private long step;
    private float rate = Float.NaN;

    private CsvLog(Path file, int everySteps) {
        this.file = file;
        this.everySteps = everySteps;
    }

    /// A log with one row for each epoch.
    public static CsvLog at(Path file) {
        return new CsvLog(file, 0);
    }

    /// Copies a log; of rows that it holds of one step or epoch, the first.
    ///
    /// @throws FileException if the copy cannot be written; the one from before is unchanged
    public static void copy(Path from, Path to) {
        write(to, once(lines(from)));
    }

    /// This log with a row for every `steps`-th step as well.
    public CsvLog everySteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps between rows must be at least 1: got " + steps);
        }
        return new CsvLog(file, steps);
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.Restored restored -> history = restored.history();
            case Event.Started started -> begin(started);
            case Event.StepDone done -> {
                step = done.step();
                rate = done.rate();
                if (everySteps > 0 && step % everySteps == 0) {
                    row("step", done.epoch(), done.loss(), (double) done.correct() / done.images());
                    end(null, null);
                }
            }
            case Event.EpochDone epoch -> {
                row(epoch);
                flush();
            }
            case Event.CheckpointSaved _, Event.Finished _, Event.Interrupted _ -> flush();
        }
    }

    private void begin(Event.Started started) {
        List<String> rows = started.firstStep() > 0 && Files.exists(file) ? kept(started) : List.of();
        write(file, Stream.concat(Stream.of(COLUMNS), rows.stream()).toList());
        pending.setLength(0);
        rate = Float.NaN;
        addMissing(started, rows);
        step = started.firstStep();
        history = null;
    }

    /// Rows of steps and epochs that will not come again. A last line cut off by a crash is dropped.
    private List<String> kept(Event.Started started) {
        List<Event.EpochDone> known = history;
        List<String> kept = new ArrayList<>();
        List<String> rows = lines(file);
        if (rows.isEmpty() || !rows.getFirst().equals(COLUMNS)) {
            throw new FileException(file + ": expected the columns " + COLUMNS
                    + "; move the file away, or resume with another log");
        }
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            try {
                boolean done = known != null && cells[0].equals("epoch")
                        ? Integer.parseInt(cells[1]) <= known.size()
                        : Long.parseLong(cells[2]) <= started.firstStep();
                if (done) {
                    kept.add(row);
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new FileException(file + ": expected a row of " + COLUMNS + ": got " + shown(row)
                        + "; move the file away, or resume with another log", e);
            }
        }
        return once(kept);
    }

    private static String shown(String row) {
        return row.length() <= LONGEST_SHOWN ? row : row.substring(0, LONGEST_SHOWN) + "…";
    }

    /// Rows as they stand, without those of a step or an epoch that has one already.
    private static List<String> once(List<String> rows) {
        Set<String> seen = new HashSet<>();
        return rows.stream().filter(row -> seen.add(key(row))).toList();
    }

    /// Kind and number of a row: `epoch,3`, or `step,,120`.
    private static String key(String row) {
        String[] cells = row.split(",", -1);
        if (cells.length < 3) {
            return row;
        }
        return cells[0].equals("epoch") ? cells[0] + "," + cells[1] : cells[0] + ",," + cells[2];
    }

    private static void write(Path file, List<String> rows) {
        String text = String.join("\n", rows) + "\n";
        try {
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileException.unwritten(file, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            String text = new String(Files.readAllBytes(RegularFile.require(file)), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw FileException.unread(file.toString(), e);
        }
    }

    /// Epochs that the checkpoint knows and the file does not, because the crash came between the two.
    private void addMissing(Event.Started started, List<String> rows) {
        if (history != null) {
            for (Event.EpochDone epoch : missing(history, rows)) {
                step = (long) epoch.epoch() * started.stepsPerEpoch();
                row(epoch);
            }
            flush();
        }
    }

    /// @param rows each of them looked at once
    static List<Event.EpochDone> missing(List<Event.EpochDone> history, List<String> rows) {
        Set<String> known = rows.stream().map(CsvLog::key).collect(Collectors.toSet());
        return history.stream().filter(epoch -> !known.contains("epoch," + epoch.epoch())).toList();
    }

    private void row(Event.EpochDone epoch) {
        row("epoch", epoch.epoch(), epoch.train().loss(), epoch.train().accuracy());
        end(epoch.validation(), epoch.seconds());
    }

    private void row(String kind, int epoch, double loss, double accuracy) {
        pending.append(kind).append(',').append(epoch).append(',').append(step).append(',')
                .append((float) loss).append(',').append((float) accuracy).append(',');
    }

    private void end(@Nullable Score validation, @Nullable Double seconds) {
        if (validation != null) {
            pending.append((float) validation.loss()).append(',').append((float) validation.accuracy());
        } else {
            pending.append(',');
        }
        pending.append(',');
        if (!Float.isNaN(rate)) {
            pending.append(rate);
        }
        pending.append(',').append(seconds == null ? "" : seconds).append('\n');
        if (pending.length() > PENDING_CHARS) {
            flush();
        }
    }

    private void flush() {
        try {
            Files.writeString(file, pending, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new FileException(
                    "cannot write " + file + ": " + FileProblem.reason(e) + "; " + FileProblem.advice(e), e);
        }
        pending.setLength(0);
    }
}

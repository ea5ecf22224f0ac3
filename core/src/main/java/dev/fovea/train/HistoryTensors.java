package dev.fovea.train;

import dev.fovea.io.FileException;
import dev.fovea.metric.Score;
import dev.fovea.safetensors.Dtype;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.safetensors.SafetensorsReader;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Many epochs as tensors of a checkpoint, one for each column: JSON takes 150 bytes for an epoch, and a header has
/// a limit.
final class HistoryTensors {
    private static final String EPOCH = "history.epoch";
    private static final String SECONDS = "history.seconds";
    private static final String IMPROVED = "history.improved";
    private static final String TRAIN = "history.train.";
    private static final String VALIDATION = "history.validation.";
    private static final String LOSS = "loss";
    private static final String CORRECT = "correct";
    private static final String COUNT = "count";

    /// The count of an epoch without validation.
    private static final int NONE = -1;

    private static final Set<String> NAMES = Set.of(
            EPOCH, SECONDS, IMPROVED, TRAIN + LOSS, TRAIN + CORRECT, TRAIN + COUNT, VALIDATION + LOSS,
            VALIDATION + CORRECT, VALIDATION + COUNT);

    /// Up to so many epochs are written as JSON, 1.5 MB of it, which any reader shows.
    private static final int FEW = 10_000;

    private HistoryTensors() {}

    /// Whether a history of this length lies in tensors.
    static boolean holds(List<Event.EpochDone> history) {
        return history.size() > FEW;
    }

    static List<Safetensors.Entry> write(List<Event.EpochDone> history) {
        if (!holds(history)) {
            return List.of();
        }
        return List.of(
                longs(EPOCH, history, Event.EpochDone::epoch),
                doubles(SECONDS, history, Event.EpochDone::seconds),
                longs(IMPROVED, history, epoch -> epoch.improved() ? 1 : 0),
                doubles(TRAIN + LOSS, history, epoch -> epoch.train().loss()),
                longs(TRAIN + CORRECT, history, epoch -> epoch.train().correct()),
                longs(TRAIN + COUNT, history, epoch -> epoch.train().count()),
                doubles(VALIDATION + LOSS, history, epoch -> validation(epoch).loss()),
                longs(VALIDATION + CORRECT, history, epoch -> validation(epoch).correct()),
                longs(VALIDATION + COUNT, history, epoch ->
                        epoch.validation() == null ? NONE : epoch.validation().count()));
    }

    private static Score validation(Event.EpochDone epoch) {
        Score validation = epoch.validation();
        return validation == null ? new Score(0, 0, 0) : validation;
    }

    private static Safetensors.Entry doubles(
            String name, List<Event.EpochDone> history, ToDoubleFunction<Event.EpochDone> value) {
        double[] values = history.stream().mapToDouble(value).toArray();
        return new Safetensors.Entry(name, Shape.of(values.length), new Safetensors.Doubles(values));
    }

    private static Safetensors.Entry longs(
            String name, List<Event.EpochDone> history, ToLongFunction<Event.EpochDone> value) {
        long[] values = history.stream().mapToLong(value).toArray();
        return new Safetensors.Entry(name, Shape.of(values.length), new Safetensors.Longs(values));
    }

    /// Whether the tensor is a column of the history, and so none of the network's, which are floats.
    static boolean isColumn(SafetensorsReader reader, String name) {
        return NAMES.contains(name) && reader.dtype(name) != Dtype.F32;
    }

    /// @param epochs how many there must be
    /// @throws FileException if a column is missing or not as long
    static List<Event.EpochDone> read(SafetensorsReader reader, int epochs) {
        if (epochs < 1) {
            throw new FileException("expected a number of epochs from 1, or a list, as history, got " + epochs);
        }
        long[] epoch = longs(reader, EPOCH, epochs);
        double[] seconds = doubles(reader, SECONDS, epochs);
        long[] improved = longs(reader, IMPROVED, epochs);
        Scores train = new Scores(reader, TRAIN, epochs);
        Scores validation = new Scores(reader, VALIDATION, epochs);
        List<Event.EpochDone> history = new ArrayList<>(epochs);
        for (int i = 0; i < epochs; i++) {
            Score measured = train.at(i);
            if (measured == null || improved[i] >> 1 != 0) {
                throw new FileException("expected a score, and improved as 0 or 1, in the history at " + i
                        + ", got " + (measured == null ? "no score" : improved[i]));
            }
            history.add(new Event.EpochDone(
                    Math.toIntExact(epoch[i]), measured, validation.at(i), seconds[i], improved[i] == 1));
        }
        return history;
    }

    private static long[] longs(SafetensorsReader reader, String name, int epochs) {
        requireLength(reader, name, epochs);
        return reader.longs(name);
    }

    private static double[] doubles(SafetensorsReader reader, String name, int epochs) {
        requireLength(reader, name, epochs);
        return reader.doubles(name);
    }

    private static void requireLength(SafetensorsReader reader, String name, int epochs) {
        long count = reader.names().contains(name) ? reader.count(name) : 0;
        if (count != epochs) {
            throw new FileException("expected " + epochs + " epochs in tensor " + name + ", got " + count);
        }
    }

    /// Three columns.
    private record Scores(double[] loss, long[] correct, long[] count) {
        Scores(SafetensorsReader reader, String prefix, int epochs) {
            this(doubles(reader, prefix + LOSS, epochs), longs(reader, prefix + CORRECT, epochs),
                    longs(reader, prefix + COUNT, epochs));
        }

        @Nullable Score at(int epoch) {
            return count[epoch] == NONE ? null : new Score(loss[epoch], correct[epoch], count[epoch]);
        }
    }
}

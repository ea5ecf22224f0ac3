package dev.fovea.train;

import dev.fovea.io.FileException;
import dev.fovea.io.FileProblem;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.safetensors.SafetensorsHeader;
import dev.fovea.safetensors.SafetensorsReader;
import dev.fovea.safetensors.TensorSlice;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A training at rest, or a model ready for use: one safetensors file, with all that is not a tensor
/// as one JSON text in its metadata, under `fovea`.
///
/// @param network how to build the network
/// @param preprocessing how images become input
/// @param labels the names of the classes
/// @param optimizer its rule and schedule; null for a model that is not in training
/// @param settings of the training, such as its batch size, by name; files without them have none
/// @param seed of the training
/// @param progress where to go on
/// @param history the epochs done
/// @param tensors by name: parameters, state, and slots such as `optimizer.mean.conv2d.filters`
public record CheckpointFile(
        JsonObject network, JsonObject preprocessing, List<String> labels, @Nullable Json optimizer,
        Map<String, String> settings, long seed, Progress progress, List<Event.EpochDone> history,
        Map<String, TensorSlice> tensors) {
    /// The version of the format that is written; all from 1 on are read.
    public static final int VERSION = 4;

    static final String KEY = "fovea";

    public CheckpointFile {
        labels = List.copyOf(labels);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        history = List.copyOf(history);
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /// The kernels that trained it last; null in files from before they were noted.
    @Nullable String kernels() {
        return settings.get(Checkpoints.KERNELS);
    }

    /// Writes the file as a whole or not at all.
    ///
    /// @throws FileException if it cannot be written; the file from before is unchanged
    public void write(Path file) {
        Safetensors.write(file, texts(), entries());
    }

    /// Writes the same bytes into a stream, which is not closed.
    ///
    /// @throws FileException if it cannot be written
    public void write(OutputStream stream) {
        try {
            Safetensors.write(stream, texts(), entries());
        } catch (IOException e) {
            throw new FileException("cannot write into the stream: " + FileProblem.reason(e), e);
        }
    }

    private Map<String, String> texts() {
        return Map.of(KEY, CheckpointJson.write(this).toString());
    }

    private List<Safetensors.Entry> entries() {
        List<Safetensors.Entry> entries = new ArrayList<>();
        tensors.forEach((name, slice) -> entries.add(new Safetensors.Entry(
                name, slice.shape(), new Safetensors.Floats(slice.array(), slice.from(), slice.size()))));
        entries.addAll(HistoryTensors.write(history));
        return entries;
    }

    /// Reads a file of this or an earlier version. Nothing in it is run, no length is believed, and where the file
    /// holds a checksum, as all do that were written since there are checksums, every byte is compared with it.
    ///
    /// @throws FileException if the file cannot be read, or is no checkpoint of Fovea
    public static CheckpointFile read(Path file) {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            return read(file.toString(), reader);
        }
    }

    /// Reads a file from a stream, to its end; the stream is not closed.
    ///
    /// @param name what messages call it
    /// @throws FileException if the stream cannot be read, or gives no checkpoint of Fovea
    public static CheckpointFile read(InputStream stream, String name) {
        try (SafetensorsReader reader = SafetensorsReader.open(stream, name)) {
            return read(name, reader);
        }
    }

    private static CheckpointFile read(String file, SafetensorsReader reader) {
        reader.verify();
        String json = reader.metadata().get(KEY);
        if (json == null) {
            throw new FileException(file + ": expected a checkpoint of Fovea, got a safetensors file without "
                    + KEY + " in its metadata; take a file that Fovea saved");
        }
        Map<String, TensorSlice> tensors = new LinkedHashMap<>();
        for (String name : reader.names()) {
            if (HistoryTensors.isColumn(reader, name)) {
                continue;
            }
            Shape shape = shape(file, name, reader.shape(name));
            tensors.put(name, new TensorSlice(shape, reader.floats(name), 0));
        }
        return read(file, reader, json, tensors);
    }

    /// Whatever a text makes the parts of Fovea throw, it is the file that is wrong.
    private static CheckpointFile read(
            String file, SafetensorsReader reader, String json, Map<String, TensorSlice> tensors) {
        try {
            return CheckpointJson.read(json, tensors, epochs -> HistoryTensors.read(reader, epochs));
        } catch (RuntimeException e) {
            throw new FileException(
                    file + " is not a checkpoint that can be read: " + Checkpoints.reason(e) + "; take another copy",
                    e);
        }
    }

    private static Shape shape(String file, String name, List<Long> extents) {
        if (extents.stream().anyMatch(extent -> extent < 1 || extent > Integer.MAX_VALUE)) {
            throw new FileException(file + ": expected extents from 1 in tensor " + SafetensorsHeader.quote(name)
                    + ", got " + extents + "; take another copy");
        }
        return Shape.of(extents.stream().mapToInt(Long::intValue).toArray());
    }
}

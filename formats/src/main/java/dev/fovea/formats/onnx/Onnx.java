package dev.fovea.formats.onnx;

import dev.fovea.backend.Backends;
import dev.fovea.data.Preprocessing;
import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Codecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Networks in ONNX, with their weights: opset 7 and later, one input of floats, of the operators that convolutional
/// networks are made of. What is read is a model like any other: it predicts, trains and is saved.
///
/// Images are N × C × H × W in the file and height × width × channels here; so is an output of four axes.
public final class Onnx {
    /// The share of the heap that weights may take.
    private static final double ROOM = 0.75;

    /// Each has a label.
    private static final int MOST_OUTPUTS = 1 << 24;

    private Onnx() {}

    /// The network of a file, up to its first output.
    ///
    /// @throws FileException one line: the file, the node, what was expected, what was found
    public static Model read(Path file) {
        return read(file, null);
    }

    /// The network of a file, up to another of its outputs or any other value, by its name there.
    ///
    /// @throws FileException as [#read(Path)]
    public static Model read(Path file, @Nullable String output) {
        try {
            return model(OnnxReader.read(file), output, name(file));
        } catch (IOException e) {
            throw FileException.unread(file.toString(), e);
        } catch (FileException e) {
            throw new FileException(file + ": " + e.getMessage(), e);
        }
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "model" : name.toString().replaceFirst("\\.onnx$", "");
    }

    private static Model model(OnnxModel model, @Nullable String output, String name) {
        OnnxImport.Result result = OnnxImport.read(model, output, Map.of());
        LayerGraph graph = result.graph();
        if (graph == null) {
            throw new FileException("expected an output that depends on the input, got constants");
        }
        return model(result, graph, name);
    }

    static Model model(OnnxImport.Result result, LayerGraph graph, String name) {
        try {
            Network network = new Network(result.sample(), graph);
            requireRoom(network);
            List<String> labels = IntStream.range(0, Math.toIntExact(network.output().size()))
                    .mapToObj(Integer::toString).toList();
            Model model = Model.of(name, network, Preprocessing.of(result.sample()), labels, new Seed(0),
                    Backends.shared(), Codecs.registered());
            fill(model, result.variables());
            return model;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FileException("expected a network, got one that cannot be: " + e.getMessage(), e);
        }
    }

    /// A file of a few bytes may ask for tables of any size.
    private static void requireRoom(Network network) {
        long bytes = Stream.of(network.parameters(), network.states())
                .flatMap(variables -> variables.shapes().values().stream())
                .mapToLong(shape -> Float.BYTES * shape.size())
                .sum();
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap * ROOM) {
            throw new FileException(String.format(Locale.ROOT,
                    "expected weights that fit into the heap of %.1f GB, got %.1f GB; give the JVM a larger one",
                    heap / 1e9, bytes / 1e9));
        }
        if (network.output().size() > MOST_OUTPUTS) {
            throw new FileException("expected at most " + MOST_OUTPUTS + " outputs of a sample, got "
                    + network.output().size());
        }
    }

    private static void fill(Model model, Map<String, Numbers> variables) {
        Set<String> names = new HashSet<>(model.parameters().keySet());
        names.addAll(model.states().keySet());
        for (String name : names) {
            Numbers numbers = Objects.requireNonNull(variables.get(name), name);
            model.write(name, numbers.tensor());
        }
    }
}

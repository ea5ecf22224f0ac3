package dev.fovea.formats.weights;

import dev.fovea.io.FileException;
import dev.fovea.safetensors.SafetensorsReader;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The named tensors of a file: safetensors, or `.pth` and `.pt` of PyTorch's `torch.save`. What a file is, its bytes
/// say, not its name. Opening reads and checks what there is; the values of a tensor are read when they are asked for.
///
/// A pickle, which such files of PyTorch hold, can run any code in Python. Here it cannot: it is read as texts,
/// numbers, lists, dictionaries and tensors, and what asks for anything else is refused by the name of what it asked
/// for.
///
/// ```java
/// try (Weights weights = Weights.read(Path.of("resnet18.pth"))) {
///     Tensor filters = weights.tensor("conv1.weight");
/// }
/// ```
public final class Weights implements AutoCloseable {
    private static final String ADVICE = "; save the weights alone, in Python:"
            + " torch.save(model.state_dict(), \"weights.pth\")";

    private final String file;
    private final String format;
    private final Map<String, String> texts;
    private final Map<String, WeightTensor> tensors;
    private final Values values;

    /// Reads values by the names that stand in the file.
    private interface Values extends AutoCloseable {
        float[] read(String name);

        @Override
        void close();
    }

    private Weights(
            String file, String format, Map<String, String> texts, Map<String, WeightTensor> tensors, Values values) {
        this.file = file;
        this.format = format;
        this.texts = texts;
        this.tensors = tensors;
        this.values = values;
    }

    /// Opens a file. Of a checkpoint of PyTorch that holds weights beside other things, those under `state_dict`,
    /// `model`, `model_state` or `model_state_dict` are taken; of names that all begin with `module.` or `_orig_mod.`
    /// the rest.
    ///
    /// @throws FileException one line, if it cannot be read, is of another kind, asks for anything but tensors, or does
    ///     not make clear which tensors are meant
    public static Weights read(Path file) {
        return open(file, null);
    }

    /// Opens a file of PyTorch whose tensors lie in a dictionary under a key.
    ///
    /// @throws FileException as [#read(Path)] says, and if it is no file of PyTorch or there are none under that key
    public static Weights read(Path file, String key) {
        return open(file, key);
    }

    private static Weights open(Path path, @Nullable String key) {
        try {
            ByteFile file = ByteFile.open(path);
            try {
                return open(path, file, key);
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw FileException.unread(path.toString(), e);
        }
    }

    private static Weights open(Path path, ByteFile file, @Nullable String key) {
        byte[] head = new byte[(int) Math.min(TorchFile.HEAD, file.size())];
        file.fill(ByteBuffer.wrap(head), 0);
        if (TorchFile.isArchive(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN))) {
            return torch(path, file, key, TorchFile::archive);
        }
        if (TorchFile.isLegacy(head)) {
            return torch(path, file, key, TorchFile::legacy);
        }
        file.close();
        if (key != null) {
            throw new FileException(path + " is no file of torch.save: expected one, since a key is named; leave "
                    + key + " out");
        }
        if (head.length < 9 || head[8] != '{') {
            throw new FileException(path + " holds no weights that are known: expected safetensors, or a file of"
                    + " torch.save, got one that begins otherwise");
        }
        return safetensors(path);
    }

    private static Weights safetensors(Path path) {
        SafetensorsReader reader = SafetensorsReader.open(path);
        Map<String, String> names = new LinkedHashMap<>();
        reader.names().forEach(name -> names.put(name, name));
        Map<String, String> shown = StateDictionary.unwrapped(names);
        Map<String, WeightTensor> tensors = new LinkedHashMap<>();
        shown.forEach((name, own) -> tensors.put(name, new WeightTensor(
                name, reader.dtype(own).name(), reader.shape(own), reader.count(own) * reader.dtype(own).bytes())));
        return new Weights(path.toString(), "safetensors", reader.metadata(), tensors, new Values() {
            @Override
            public float[] read(String name) {
                return reader.asFloats(shown.getOrDefault(name, name));
            }

            @Override
            public void close() {
                reader.close();
            }
        });
    }

    private interface TorchFormat {
        TorchFile read(ByteFile file);
    }

    private static Weights torch(Path path, ByteFile file, @Nullable String key, TorchFormat format) {
        try {
            TorchFile torch = format.read(file);
            Map<String, Pickled.View> views = StateDictionary.unwrapped(StateDictionary.find(torch.root(), key));
            Map<String, StoredTensor> stored = new LinkedHashMap<>();
            Map<String, WeightTensor> tensors = new LinkedHashMap<>();
            views.forEach((name, view) -> {
                StoredTensor tensor = stored(torch, name, view);
                stored.put(name, tensor);
                tensors.put(name, new WeightTensor(
                        name, tensor.dtype().name(), tensor.shape(), (long) tensor.count() * tensor.dtype().bytes()));
            });
            return new Weights(path.toString(), torch.format(), Map.of(), tensors, new TorchValues(path, file, stored));
        } catch (FileException e) {
            throw new FileException(path + " cannot be read: " + e.getMessage() + ADVICE, e);
        }
    }

    private static StoredTensor stored(TorchFile torch, String name, Pickled.View view) {
        try {
            return torch.stored(view);
        } catch (FileException e) {
            throw new FileException("tensor " + name + ": " + e.getMessage(), e);
        }
    }

    private record TorchValues(Path path, ByteFile file, Map<String, StoredTensor> stored) implements Values {
        @Override
        public float[] read(String name) {
            StoredTensor tensor = stored.get(name);
            if (tensor == null) {
                throw new FileException(path + ": expected tensor " + name + ", got " + stored.size() + " others");
            }
            try {
                return tensor.read(file);
            } catch (FileException e) {
                throw new FileException(path + ": tensor " + name + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /// What wrote the file: `safetensors`, `PyTorch` or `PyTorch before 1.6`.
    public String format() {
        return format;
    }

    /// The free texts of safetensors by name; empty for files of PyTorch.
    public Map<String, String> texts() {
        return Collections.unmodifiableMap(texts);
    }

    /// The tensors by name, in the order of the file.
    public Map<String, WeightTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /// A tensor's values as floats, row by row, which is all that an array can hold.
    ///
    /// @throws FileException if there is none of that name, or its type is none that floats can hold
    public float[] values(String name) {
        return values.read(name);
    }

    /// A tensor as floats, in the shape that it has in the file.
    ///
    /// @throws FileException as [#values] says, and if one of its extents is 0
    public Tensor tensor(String name) {
        float[] read = values(name);
        WeightTensor tensor = tensors.get(name);
        if (tensor == null || read.length == 0) {
            throw new FileException(file + ": expected a tensor " + name + " that has values, got none");
        }
        return new Tensor(Shape.of(tensor.shape().stream().mapToInt(Math::toIntExact).toArray()), read);
    }

    @Override
    public void close() {
        values.close();
    }

    @Override
    public String toString() {
        return file;
    }
}

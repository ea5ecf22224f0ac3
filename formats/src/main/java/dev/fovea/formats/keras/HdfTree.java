package dev.fovea.formats.keras;

import dev.fovea.io.FileException;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What an HDF5 file holds, as far as files of Keras go: groups of groups and of tensors, with texts as attributes.
/// Links of any kind are refused, so nothing outside of the file is ever opened.
///
/// @param file what messages call it
/// @param bytes of the whole file, which bounds what is taken from it
record HdfTree(String file, long bytes, Group node, Map<String, HdfTree> groups, Map<String, Dataset> datasets) {
    private static final int MOST_LEVELS = 64;
    private static final int MOST_NODES = 1 << 17;

    HdfTree {
        groups = new LinkedHashMap<>(groups);
        datasets = new LinkedHashMap<>(datasets);
    }

    /// @throws FileException one line, if they are no HDF5 file or it holds links
    static HdfTree of(String file, byte[] bytes) {
        Walk walk = new Walk(file, bytes.length);
        return guarded(file, () -> walk.tree(new HdfFile(new BoundedChannel(bytes)), 0));
    }

    private static final class Walk {
        private final String file;
        private final long bytes;
        private int nodes;

        Walk(String file, long bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        HdfTree tree(Group group, int level) {
            Map<String, HdfTree> groups = new LinkedHashMap<>();
            Map<String, Dataset> datasets = new LinkedHashMap<>();
            for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
                if (child.getValue().isLink()) {
                    throw new FileException(file + ": " + child.getKey() + " in it is a link to another place or file,"
                            + " which is not followed; save the model with Keras itself");
                }
                if (level >= MOST_LEVELS || ++nodes > MOST_NODES) {
                    throw new FileException(file + ": its groups lie in each other without end");
                }
                switch (child.getValue()) {
                    case Group inner -> groups.put(child.getKey(), tree(inner, level + 1));
                    case Dataset dataset -> datasets.put(child.getKey(), dataset);
                    default -> { }
                }
            }
            return new HdfTree(file, bytes, group, groups, datasets);
        }
    }

    @Nullable HdfTree group(String name) {
        return groups.get(name);
    }

    /// An attribute that is a text; null if there is none.
    @Nullable String text(String name) {
        return guarded(file, () -> {
            Attribute attribute = node.getAttribute(name);
            return attribute != null && attribute.getSize() == 1 && attribute.getData() instanceof String text
                    ? text
                    : null;
        });
    }

    /// An attribute that is a list of texts. Long ones lie in pieces: `weight_names0`, `weight_names1`, …
    List<String> texts(String name) {
        return guarded(file, () -> {
            List<String> texts = new ArrayList<>(list(name));
            for (int i = 0; texts.size() < MOST_NODES && node.getAttribute(name + i) != null; i++) {
                texts.addAll(list(name + i));
            }
            return texts;
        });
    }

    private List<String> list(String name) {
        Attribute attribute = node.getAttribute(name);
        boolean isRead = attribute != null && !attribute.isEmpty() && attribute.getSize() <= bytes;
        return isRead && attribute.getData() instanceof String[] texts ? List.of(texts) : List.of();
    }

    /// A tensor of floats, whatever its numbers are in the file.
    Tensor tensor(String path, Dataset dataset) {
        return guarded(file, () -> {
            long[] dims = dataset.getDimensionsAsLong();
            long most = bytes / Math.max(1, Math.min(8, dataset.getDataType().getSize()));
            long size = 1;
            for (long dim : dims) {
                size = dim < 0 || dim > most || size > most ? Long.MAX_VALUE : size * dim;
            }
            if (size > most) {
                throw new FileException(file + ": " + path + " says to hold more numbers than the file has room for");
            }
            if (dataset.isCompound() || dataset.isVariableLength()) {
                throw notNumbers(path, dataset.getDataType().getClass().getSimpleName());
            }
            float[] values = floats(path, dims.length == 0 ? dataset.getData() : dataset.getDataFlat());
            int[] extents = new int[dims.length];
            for (int i = 0; i < dims.length; i++) {
                extents[i] = Math.toIntExact(dims[i]);
            }
            return new Tensor(Shape.of(extents), values);
        });
    }

    private float[] floats(String path, @Nullable Object data) {
        return switch (data) {
            case float[] values -> values;
            case double[] values -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    floats[i] = (float) values[i];
                }
                yield floats;
            }
            case Float value -> new float[] {value};
            case Double value -> new float[] {value.floatValue()};
            case null -> throw notNumbers(path, "nothing");
            default -> throw notNumbers(path, data.getClass().getSimpleName());
        };
    }

    private FileException notNumbers(String path, String got) {
        return new FileException(file + ": expected " + path + " to hold floats: got " + got);
    }

    /// Whatever goes wrong with the bytes of others is one line.
    private static <T extends @Nullable Object> T guarded(String file, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (FileException e) {
            throw e;
        // jHDF makes all its filters at once, and two need libraries that are left out.
        } catch (LinkageError e) {
            throw new FileException(file + ": its numbers are compressed, which is not read; save the model again,"
                    + " as Keras does, without compression", e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new FileException(file + ": expected an HDF5 file without links, external or virtual data: got "
                    + reason(e) + "; save the model again", e);
        }
    }

    private static String reason(Throwable e) {
        String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return e instanceof RuntimeException && message != null
                ? message.lines().findFirst().orElse("")
                : "broken bytes";
    }
}

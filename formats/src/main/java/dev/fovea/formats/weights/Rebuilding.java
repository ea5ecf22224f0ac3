package dev.fovea.formats.weights;

import dev.fovea.formats.weights.Pickled.Dictionary;
import dev.fovea.formats.weights.Pickled.Function;
import dev.fovea.formats.weights.Pickled.Real;
import dev.fovea.formats.weights.Pickled.Sequence;
import dev.fovea.formats.weights.Pickled.Single;
import dev.fovea.formats.weights.Pickled.Storage;
import dev.fovea.formats.weights.Pickled.StorageType;
import dev.fovea.formats.weights.Pickled.Text;
import dev.fovea.formats.weights.Pickled.Tuple;
import dev.fovea.formats.weights.Pickled.View;
import dev.fovea.formats.weights.Pickled.Whole;
import dev.fovea.io.FileException;
import dev.fovea.safetensors.Dtype;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All that a pickle of `torch.save` may ask for by name, and what becomes of it.
final class Rebuilding {
    /// Axes of a tensor.
    private static final int MOST_AXES = 32;

    private static final Map<String, Dtype> STORAGES = Map.of(
            "torch.DoubleStorage", Dtype.F64,
            "torch.FloatStorage", Dtype.F32,
            "torch.HalfStorage", Dtype.F16,
            "torch.BFloat16Storage", Dtype.BF16,
            "torch.LongStorage", Dtype.I64,
            "torch.IntStorage", Dtype.I32,
            "torch.ShortStorage", Dtype.I16,
            "torch.CharStorage", Dtype.I8,
            "torch.ByteStorage", Dtype.U8,
            "torch.BoolStorage", Dtype.BOOL);

    private Rebuilding() {}

    /// @throws FileException if the name is not on the list
    static Pickled named(String python) {
        for (Function function : Function.values()) {
            if (function.python().equals(python)) {
                return function;
            }
        }
        Dtype dtype = STORAGES.get(python);
        if (dtype == null) {
            throw new FileException("it asks for " + python + " of Python, which is not read: only tensors, texts,"
                    + " numbers, lists and dictionaries are");
        }
        return new StorageType(dtype);
    }

    /// What the call of a function gives.
    ///
    /// @throws FileException if it is none, or its arguments are not those that torch.save writes
    static Pickled call(Pickled callee, Pickled arguments) {
        if (!(callee instanceof Function function) || !(arguments instanceof Tuple(List<Pickled> items))) {
            throw new FileException("expected the call of a function, got one of " + kind(callee));
        }
        return switch (function) {
            case ORDERED_DICT -> dictionary(items);
            case REBUILD_TENSOR, REBUILD_TENSOR_V2 -> view(items);
            case REBUILD_PARAMETER -> parameter(items);
            case SIZE -> new Tuple(axes(argument(items, 0, Function.SIZE), "the extents of torch.Size"));
        };
    }

    /// How many values a call may go through, at least.
    static int length(Pickled arguments) {
        return arguments instanceof Tuple(List<Pickled> items) && !items.isEmpty()
                && items.getFirst() instanceof Sequence(List<Pickled> first) ? first.size() : 0;
    }

    private static Pickled argument(List<Pickled> items, int index, Function function) {
        if (items.size() <= index) {
            throw new FileException("expected more arguments of " + function.python() + ", got " + items.size());
        }
        return items.get(index);
    }

    /// Empty, or of pairs, as Python 2 wrote it.
    private static Dictionary dictionary(List<Pickled> items) {
        Dictionary dictionary = Dictionary.empty();
        if (!items.isEmpty()) {
            for (Pickled pair : list(items.getFirst(), "the pairs of an OrderedDict")) {
                List<Pickled> both = list(pair, "a pair of an OrderedDict");
                if (both.size() != 2) {
                    throw new FileException("expected a pair of an OrderedDict, got " + both.size() + " values");
                }
                put(dictionary, both.getFirst(), both.getLast());
            }
        }
        return dictionary;
    }

    /// @throws FileException if the key is more than a text or a number
    static void put(Dictionary dictionary, Pickled key, Pickled value) {
        switch (key) {
            case Text _, Whole _, Real _, Single _ -> dictionary.items().put(key, value);
            default -> throw new FileException("expected a text or a number as a dictionary's key, got " + kind(key));
        }
    }

    private static Pickled parameter(List<Pickled> items) {
        if (!(argument(items, 0, Function.REBUILD_PARAMETER) instanceof View view)) {
            throw new FileException("expected a tensor as a parameter, got " + kind(items.getFirst()));
        }
        return view;
    }

    private static View view(List<Pickled> items) {
        if (!(argument(items, 0, Function.REBUILD_TENSOR_V2) instanceof Storage storage)) {
            throw new FileException("expected a storage for a tensor, got " + kind(items.getFirst()));
        }
        long offset = whole(argument(items, 1, Function.REBUILD_TENSOR_V2), "a tensor's offset");
        List<Long> shape = wholes(argument(items, 2, Function.REBUILD_TENSOR_V2), "a tensor's extents");
        List<Long> strides = wholes(argument(items, 3, Function.REBUILD_TENSOR_V2), "a tensor's strides");
        if (shape.size() != strides.size()) {
            throw new FileException("expected as many strides as extents of a tensor, got " + strides.size() + " and "
                    + shape.size());
        }
        return new View(storage, offset, shape, strides);
    }

    /// What a persistent name stands for: `('storage', type, key, place, count)`, and a last one that must be empty.
    static Storage storage(Pickled name) {
        List<Pickled> items = list(name, "the name of a storage");
        boolean known = items.size() >= 5 && items.get(0) instanceof Text(String what) && what.equals("storage")
                && (items.size() == 5 || items.size() == 6 && items.get(5) == Single.NONE);
        if (!known || !(items.get(1) instanceof StorageType type) || !(items.get(2) instanceof Text key)) {
            throw new FileException("expected a storage with type, key, place and length, got something else");
        }
        return new Storage(type.dtype(), key.value(), whole(items.get(4), "a storage's length"));
    }

    private static List<Pickled> list(Pickled value, String what) {
        return switch (value) {
            case Tuple(List<Pickled> items) -> items;
            case Sequence(List<Pickled> items) -> items;
            default -> throw new FileException("expected " + what + ", got " + kind(value));
        };
    }

    private static List<Pickled> axes(Pickled value, String what) {
        List<Pickled> axes = list(value, what);
        if (axes.size() > MOST_AXES) {
            throw new FileException("expected " + what + ", at most " + MOST_AXES + ", got " + axes.size());
        }
        return List.copyOf(axes);
    }

    private static List<Long> wholes(Pickled value, String what) {
        List<Long> wholes = new ArrayList<>();
        for (Pickled item : axes(value, what)) {
            wholes.add(whole(item, what));
        }
        return List.copyOf(wholes);
    }

    private static long whole(Pickled value, String what) {
        if (!(value instanceof Whole number)) {
            throw new FileException("expected " + what + " as whole numbers, got " + kind(value));
        }
        if (number.value().signum() < 0 || number.value().bitLength() >= Long.SIZE) {
            throw new FileException("expected " + what + " from 0 to 2⁶³ − 1, got " + number.value());
        }
        return number.value().longValue();
    }

    /// What a value is, in a word or two.
    static String kind(Pickled value) {
        return switch (value) {
            case Text _ -> "a text";
            case Whole _, Real _ -> "a number";
            case Single single -> single == Single.NONE ? "None" : "a truth value";
            case Tuple _ -> "a tuple";
            case Sequence _ -> "a list";
            case Dictionary _ -> "a dictionary";
            case Function function -> function.python();
            case StorageType type -> "the type of storages of " + type.dtype();
            case Storage _ -> "a storage";
            case View _ -> "a tensor";
        };
    }
}

package dev.fovea.formats.weights;

import dev.fovea.safetensors.Dtype;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;

/// What a pickle holds: data alone. Lists and dictionaries may hold themselves, so nobody walks them to their ends,
/// compares them or prints them.
sealed interface Pickled {
    /// What there is one of.
    enum Single implements Pickled {
        NONE, TRUE, FALSE
    }

    /// Ordered, as all keys are, so that dictionaries of texts with one hash stay fast.
    record Text(String value) implements Pickled, Comparable<Text> {
        @Override
        public int compareTo(Text other) {
            return value.compareTo(other.value);
        }
    }

    record Whole(BigInteger value) implements Pickled, Comparable<Whole> {
        @Override
        public int compareTo(Whole other) {
            return value.compareTo(other.value);
        }
    }

    record Real(double value) implements Pickled, Comparable<Real> {
        @Override
        public int compareTo(Real other) {
            return Double.compare(value, other.value);
        }
    }

    record Tuple(List<Pickled> items) implements Pickled {}

    /// Grows while the pickle is read.
    record Sequence(List<Pickled> items) implements Pickled {}

    /// Grows while the pickle is read; keys are texts, numbers and singles.
    record Dictionary(LinkedHashMap<Pickled, Pickled> items) implements Pickled {
        static Dictionary empty() {
            return new Dictionary(new LinkedHashMap<>());
        }
    }

    /// What a pickle may ask to be called, by its name in Python. Nothing is looked up: the machine does itself what
    /// each of them does.
    enum Function implements Pickled {
        ORDERED_DICT("collections.OrderedDict"),
        REBUILD_TENSOR("torch._utils._rebuild_tensor"),
        REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2"),
        REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
        SIZE("torch.Size");

        private final String python;

        Function(String python) {
            this.python = python;
        }

        String python() {
            return python;
        }
    }

    /// The type of a storage, which says that of its elements.
    record StorageType(Dtype dtype) implements Pickled {}

    /// A stretch of numbers that lies outside of the pickle.
    ///
    /// @param key its name
    /// @param count of elements, as the pickle claims
    record Storage(Dtype dtype, String key, long count) implements Pickled {}

    /// A tensor as a view of a storage. Extents and strides are as many, neither below 0; whether they stay inside is
    /// not known yet.
    ///
    /// @param offset the element of the storage that is its first
    /// @param strides elements from one index to the next, for each axis
    record View(Storage storage, long offset, List<Long> shape, List<Long> strides) implements Pickled {}
}

package dev.fovea.backend;

import dev.fovea.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where each named tensor lies in a flat array, in order; each starts on a multiple of 16 floats,
/// after the first [#START].
///
/// @param places by name
/// @param length of the flat array
public record Layout(Map<String, Place> places, int length) {
    public static final int START = CacheLines.AFTER_HEADER;

    /// A tensor's place: elements `from` … `from + size − 1`.
    public record Place(Shape shape, int from, int size) {
        public int to() {
            return from + size;
        }
    }

    public static Layout of(Map<String, Shape> shapes) {
        Map<String, Place> places = new LinkedHashMap<>();
        long next = START;
        for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
            long size = entry.getValue().size();
            if (next + size > Integer.MAX_VALUE - 64) {
                throw new IllegalArgumentException("a network may have at most 2³¹ − 77 parameters: " + entry.getKey()
                        + " " + entry.getValue() + " does not fit");
            }
            places.put(entry.getKey(), new Place(entry.getValue(), (int) next, (int) size));
            next += CacheLines.whole(size);
        }
        return new Layout(Collections.unmodifiableMap(places), (int) next);
    }

    /// A fresh flat array, whose tensors lie on the cache's lines where the JVM lets them.
    public float[] zeros() {
        return CacheLines.zeros(length);
    }

    public Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no tensor is named " + name + ": there are " + places.keySet());
        }
        return place;
    }

    /// The number of elements that belong to tensors.
    public long size() {
        return places.values().stream().mapToLong(Place::size).sum();
    }
}

package dev.fovea.backend.plan;

import dev.fovea.backend.CacheLines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Lays buffers out in slabs so that buffers which are never alive at the same time share memory: the
/// largest first, each at the lowest place that is free throughout its life.
///
/// @param places for each buffer, in the order given
/// @param slabs floats of each slab
public record Arena(List<Place> places, List<Long> slabs) {
    /// Floats of a slab at most: 1 GiB.
    public static final long SLAB = 1L << 28;

    /// A buffer that lives from instruction `first` to `last`, both included.
    public record Buffer(long floats, int first, int last) {
        boolean overlaps(Buffer other) {
            return first <= other.last && other.first <= last;
        }
    }

    public record Place(int slab, long offset) {}

    public static Arena of(List<Buffer> buffers) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < buffers.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong((Integer i) -> -buffers.get(i).floats()).thenComparingInt(i -> i));
        Place[] places = new Place[buffers.size()];
        List<Slab> slabs = new ArrayList<>();
        for (int index : order) {
            places[index] = place(buffers.get(index), slabs);
        }
        return new Arena(List.of(places), slabs.stream().map(slab -> slab.floats).toList());
    }

    private static Place place(Buffer buffer, List<Slab> slabs) {
        long size = CacheLines.whole(buffer.floats());
        for (int index = 0; ; index++) {
            if (index == slabs.size()) {
                slabs.add(new Slab());
            }
            Slab slab = slabs.get(index);
            long offset = slab.free(buffer, size);
            if (offset + size <= SLAB || offset == 0) {
                slab.add(buffer, offset, size);
                return new Place(index, offset);
            }
        }
    }

    /// What lies in a slab so far, in ascending order of offsets.
    private static final class Slab {
        private final List<Placed> placed = new ArrayList<>();
        private long floats;

        private record Placed(Buffer buffer, long offset, long end) {}

        /// The lowest place that is free throughout the buffer's life.
        long free(Buffer buffer, long size) {
            long offset = 0;
            if (size == 0) {
                return offset;
            }
            for (int i = 0; i < placed.size() && placed.get(i).offset < offset + size; i++) {
                Placed other = placed.get(i);
                if (other.end > offset && other.buffer.overlaps(buffer)) {
                    offset = other.end;
                }
            }
            return offset;
        }

        void add(Buffer buffer, long offset, long size) {
            if (size == 0) {
                return;
            }
            int at = Collections.binarySearch(
                    placed, new Placed(buffer, offset, 0), Comparator.comparingLong(Placed::offset));
            placed.add(at < 0 ? -at - 1 : at, new Placed(buffer, offset, offset + size));
            floats = Math.max(floats, offset + size);
        }
    }

    /// Where a place lies if the slabs lie one after the other.
    public long offset(Place place) {
        return slabs.subList(0, place.slab()).stream().mapToLong(Long::longValue).sum() + place.offset();
    }

    public long floats() {
        return slabs.stream().mapToLong(Long::longValue).sum();
    }
}

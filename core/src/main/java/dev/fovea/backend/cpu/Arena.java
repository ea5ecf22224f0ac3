package dev.fovea.backend.cpu;

import dev.fovea.backend.Lines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lays buffers out in slabs so that buffers which are never alive at the same time share memory: the
/// largest first, each at the lowest place that is free throughout its life.
///
/// @param places for each buffer, in the order given
/// @param slabs floats of each slab
record Arena(List<Place> places, List<Long> slabs) {
    /// Floats of a slab at most: 1 GiB.
    static final long SLAB = 1L << 28;

    /// A buffer that lives from instruction `first` to `last`, both included.
    record Buffer(long floats, int first, int last) {
        boolean overlaps(Buffer other) {
            return first <= other.last && other.first <= last;
        }
    }

    record Place(int slab, long offset) {}

    static Arena of(List<Buffer> buffers) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < buffers.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong((Integer i) -> -buffers.get(i).floats()).thenComparingInt(i -> i));
        Place[] places = new Place[buffers.size()];
        List<Integer> placed = new ArrayList<>();
        List<Long> slabs = new ArrayList<>();
        for (int index : order) {
            Buffer buffer = buffers.get(index);
            List<Integer> neighbours = placed.stream()
                    .filter(i -> buffers.get(i).overlaps(buffer))
                    .sorted(Comparator.comparingLong(i -> places[i].offset()))
                    .toList();
            Place place = place(buffer, neighbours, buffers, places);
            places[index] = place;
            placed.add(index);
            while (slabs.size() <= place.slab()) {
                slabs.add(0L);
            }
            slabs.set(place.slab(), Math.max(slabs.get(place.slab()), place.offset() + Lines.whole(buffer.floats())));
        }
        return new Arena(List.of(places), slabs);
    }

    private static Place place(Buffer buffer, List<Integer> neighbours, List<Buffer> buffers, Place[] places) {
        long size = Lines.whole(buffer.floats());
        for (int slab = 0; ; slab++) {
            long offset = 0;
            for (int neighbour : neighbours) {
                Place other = places[neighbour];
                if (other.slab() == slab && other.offset() < offset + size) {
                    offset = Math.max(offset, other.offset() + Lines.whole(buffers.get(neighbour).floats()));
                }
            }
            if (offset + size <= SLAB || offset == 0) {
                return new Place(slab, offset);
            }
        }
    }

    /// Where a place lies if the slabs lie one after the other.
    long offset(Place place) {
        return slabs.subList(0, place.slab()).stream().mapToLong(Long::longValue).sum() + place.offset();
    }

    long floats() {
        return slabs.stream().mapToLong(Long::longValue).sum();
    }
}

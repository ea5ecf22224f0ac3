package dev.fovea.nn;

import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Scatter;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A convolution in which each filter sees only the channels that a table names, as in C3 of LeNet-5 (LeCun et
/// al., 1998, table I): stride 1, no padding, with bias. Filters have weights for the channels in the table
/// alone. All of them are one convolution, in which the weights of other channels are 0: that multiplies more than the
/// connections need, and is several times faster than a convolution for each filter.
///
/// Variables: `filters` (size · size) × connections, the connections filter by filter; `bias` filters.
///
/// @param size height and width of a filter
/// @param table for each filter, the channels that it sees
public record TableConv2D(int size, List<List<Integer>> table, Initializer weightInitializer) implements Layer {
    /// A larger filter has more pixels than a tensor.
    private static final int MOST_SIZE = 46_340;

    public TableConv2D {
        table = table.stream().map(List::copyOf).toList();
        if (size < 1 || size > MOST_SIZE || table.isEmpty()) {
            throw new IllegalArgumentException("size and filters must be at least 1, and size at most " + MOST_SIZE
                    + ": got size=" + size + ", " + table.size() + " filters");
        }
        for (List<Integer> channels : table) {
            if (channels.isEmpty() || channels.stream().distinct().count() < channels.size()
                    || channels.stream().anyMatch(channel -> channel < 0)) {
                throw new IllegalArgumentException(
                        "each filter must see at least one channel, each once, counted from 0: got "
                                + Excerpt.of(channels));
            }
        }
    }

    public static TableConv2D of(int size, List<List<Integer>> table) {
        return new TableConv2D(size, table, Initializer.glorotUniform());
    }

    /// How the filters start; a filter's fan-in is size · size · its channels.
    public TableConv2D weights(Initializer initializer) {
        return new TableConv2D(size, table, initializer);
    }

    @Override
    public Node build(Node x, Scope scope) {
        ImageInput.check(this, x);
        int channels = x.shape().dim(3);
        int most = table.stream().flatMap(List::stream).mapToInt(Integer::intValue).max().orElseThrow();
        if (most >= channels) {
            throw new IllegalArgumentException(
                    "the table names channel " + most + ", counted from 0: got images of " + channels + " channels");
        }
        Node connected = scope.weights(
                "filters", Shape.of(size * size, connections()),
                new EachFilter(size, table, weightInitializer));
        // Refuses what cannot be before its places are counted.
        int weights = Math.toIntExact(Shape.of(channels, table.size()).size());
        Node all = new Scatter(places(), weights).on(connected);
        Node filters = new Reshaping(Shape.of(size, size, channels, table.size())).on(all);
        return Convolution.of(1, Padding.VALID)
                .on(x, filters)
                .plus(scope.parameter("bias", Shape.of(table.size()), Initializer.zeros()));
    }

    /// Where each connection lies among channels × filters.
    private List<Integer> places() {
        List<Integer> places = new ArrayList<>();
        for (int filter = 0; filter < table.size(); filter++) {
            for (int channel : table.get(filter)) {
                places.add(channel * table.size() + filter);
            }
        }
        return places;
    }

    private int connections() {
        return table.stream().mapToInt(List::size).sum();
    }

    /// Starts each filter by itself, so that its fan-in counts its own channels.
    private record EachFilter(int size, List<List<Integer>> table, Initializer initializer) implements Initializer {
        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            int from = 0;
            for (int filter = 0; filter < table.size(); filter++) {
                int seen = table.get(filter).size();
                float[] one = new float[size * size * seen];
                initializer.fill(Shape.of(size, size, seen, 1), seed.derive(filter), one, 0);
                for (int pixel = 0; pixel < size * size; pixel++) {
                    System.arraycopy(one, pixel * seen, into, offset + pixel * shape.dim(1) + from, seen);
                }
                from += seen;
            }
        }
    }

    @Override
    public String toString() {
        String rows = table.stream()
                .map(row -> row.toString().replace("[", "List.of(").replace("]", ")"))
                .collect(Collectors.joining(", ", "List.of(", ")"));
        return "TableConv2D.of(" + size + ", " + rows + ")"
                + InitializerCall.weights(weightInitializer, Initializer.glorotUniform());
    }
}

package dev.fovea.nn;

import dev.fovea.op.Concatenate;
import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A convolution in which each filter sees only the channels that a table names, as in C3 of LeNet-5 (LeCun et
/// al., 1998, table I): stride 1, no padding, with bias. Filters have weights for the channels in the table
/// alone, and each is a convolution of those channels alone.
///
/// Variables: `filters` (size · size) × connections, the connections filter by filter; `bias` filters.
///
/// @param size height and width of a filter
/// @param table for each filter, the channels that it sees
public record TableConv2D(int size, List<List<Integer>> table, Initializer weightInitializer) implements Layer {
    public TableConv2D {
        table = table.stream().map(List::copyOf).toList();
        if (size < 1 || table.isEmpty()) {
            throw new IllegalArgumentException("size and filters must be at least 1: got size=" + size + ", table=" + table);
        }
        for (List<Integer> channels : table) {
            if (channels.isEmpty() || channels.stream().distinct().count() < channels.size()
                    || channels.stream().anyMatch(channel -> channel < 0)) {
                throw new IllegalArgumentException(
                        "each filter must see at least one channel, each once, counted from 0: got " + channels);
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
        if (x.shape().rank() != 4) {
            throw new IllegalArgumentException(
                    this + " expects images, height × width × channels: got " + x.shape().sample());
        }
        int channels = x.shape().dim(3);
        int most = table.stream().flatMap(List::stream).mapToInt(Integer::intValue).max().orElseThrow();
        if (most >= channels) {
            throw new IllegalArgumentException(
                    "the table names channel " + most + ", counted from 0: got images of " + channels + " channels");
        }
        Node connected = scope.weights(
                "filters", Shape.of(Math.multiplyExact(size, size), connections()),
                new EachFilter(size, table, weightInitializer));
        Map<List<Integer>, Node> seen = new HashMap<>();
        List<Node> maps = new ArrayList<>();
        int from = 0;
        for (List<Integer> row : table) {
            int to = from + row.size();
            Node filter = new Reshaping(Shape.of(size, size, row.size(), 1)).on(new Slice(1, from, to).on(connected));
            maps.add(Convolution.of(1, Padding.VALID).on(seen.computeIfAbsent(row, _ -> gathered(x, row)), filter));
            from = to;
        }
        return new Concatenate(3).on(maps.toArray(Node[]::new))
                .plus(scope.parameter("bias", Shape.of(table.size()), Initializer.zeros()));
    }

    /// The channels of x that a filter sees, in its order; neighbours are cut out together.
    private static Node gathered(Node x, List<Integer> channels) {
        List<Node> parts = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= channels.size(); i++) {
            if (i == channels.size() || channels.get(i) != channels.get(i - 1) + 1) {
                parts.add(cut(x, channels.get(first), channels.get(i - 1) + 1));
                first = i;
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Concatenate(3).on(parts.toArray(Node[]::new));
    }

    private static Node cut(Node x, int from, int to) {
        return to - from == x.shape().dim(3) ? x : new Slice(3, from, to).on(x);
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
                .collect(java.util.stream.Collectors.joining(", ", "List.of(", ")"));
        return "TableConv2D.of(" + size + ", " + rows + ")"
                + (weightInitializer.equals(Initializer.glorotUniform()) ? "" : ".weights(" + weightInitializer + ")");
    }
}

package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Chain;
import dev.fovea.backend.plan.Elementwise;
import dev.fovea.graph.Value;
import dev.fovea.op.Binary;
import dev.fovea.op.Unary;
import dev.fovea.op.UnaryGradient;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chain of element-wise steps: each block of floats goes through all of them, by the loops that each has alone.
final class ChainWork implements Work {
    private static final int CHUNK = 1 << 14;

    private final Shape shape;
    private final Link[] links;
    private final int rows;
    private final int length;
    private final int block;

    /// A place that a link reads or writes.
    ///
    /// @param operand where the whole value lies; null for a row of scratch
    private record Place(@Nullable Operand operand, int row, Elementwise reach) {
        float[] array(Operand scratch) {
            return operand == null ? scratch.array : operand.array;
        }

        /// Of the element `at` of the output, of a block that starts at `block`, in column `column`.
        int offset(Operand scratch, int block, int at, int column) {
            if (operand == null) {
                return scratch.offset + row * Chain.BLOCK + at - block;
            }
            return operand.offset + switch (reach) {
                case SAME -> at;
                case SCALAR -> 0;
                case ROW -> column;
                case OTHER -> throw new IllegalStateException("no link reads so");
            };
        }
    }

    private record Link(Pass pass, Place a, Place b, Place y) {
        boolean readsRows() {
            return a.reach == Elementwise.ROW || b.reach == Elementwise.ROW;
        }
    }

    /// @param length of a row of the output
    private ChainWork(Shape shape, List<Link> links, int rows, int length) {
        this.shape = shape;
        this.links = links.toArray(Link[]::new);
        this.rows = rows;
        this.length = length;
        boolean wholeRows = links.stream().anyMatch(Link::readsRows) && length <= Chain.BLOCK;
        this.block = wholeRows ? Chain.BLOCK / length * length : Chain.BLOCK;
    }

    static ChainWork of(Loops loops, Chain chain, List<Value> values, Operand[] operands) {
        Shape shape = values.get(chain.links().getLast().output()).shape();
        Map<Integer, Integer> inside = new HashMap<>();
        List<Link> links = new ArrayList<>();
        for (Chain.Link link : chain.links()) {
            List<Place> inputs = link.inputs().stream()
                    .map(id -> inside.containsKey(id)
                            ? new Place(null, inside.get(id), Elementwise.SAME)
                            : new Place(operands[id], 0, Elementwise.of(values.get(id).shape(), shape)))
                    .toList();
            Place y = new Place(link.isLast() ? operands[link.output()] : null, link.row(), Elementwise.SAME);
            links.add(new Link(pass(loops, link, inputs), inputs.getFirst(), inputs.getLast(), y));
            inside.put(link.output(), link.row());
        }
        boolean hasRows = shape.rank() > (shape.isBatched() ? 1 : 0);
        return new ChainWork(shape, links, chain.rows(), hasRows ? shape.dim(-1) : 1);
    }

    private static Pass pass(Loops loops, Chain.Link link, List<Place> inputs) {
        return switch (link.operation()) {
            case Unary op -> ElementWork.pass(loops, op);
            case UnaryGradient op -> ElementWork.pass(loops, op);
            case Binary op -> BroadcastWork.pass(
                    loops, op, inputs.getFirst().reach != Elementwise.SCALAR,
                    inputs.getLast().reach != Elementwise.SCALAR);
            default -> throw new IllegalStateException(link.operation() + " is not element-wise");
        };
    }

    private int chunk() {
        return CHUNK / block * block;
    }

    @Override
    public long scratchFloats() {
        return (long) rows * Chain.BLOCK;
    }

    @Override
    public int parts(int phase, int n) {
        return Math.toIntExact(Math.ceilDiv(shape.size(n), chunk()));
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int from = part * chunk();
        int to = (int) Math.min(shape.size(n), (long) from + chunk());
        for (int at = from; at < to; at += block) {
            int end = Math.min(to, at + block);
            for (Link link : links) {
                run(link, at, end, scratch);
            }
        }
    }

    /// Row by row where the link reads the same row for all of them.
    private void run(Link link, int block, int end, Operand scratch) {
        int at = block;
        while (at < end) {
            int column = at % length;
            int next = link.readsRows() ? Math.min(end, at + length - column) : end;
            link.pass.run(
                    link.a.array(scratch), link.a.offset(scratch, block, at, column),
                    link.b.array(scratch), link.b.offset(scratch, block, at, column),
                    link.y.array(scratch), link.y.offset(scratch, block, at, column), next - at);
            at = next;
        }
    }
}

package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Chain;
import dev.fovea.backend.plan.Elementwise;
import dev.fovea.graph.Value;
import dev.fovea.op.Binary;
import dev.fovea.op.Primitive;
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
    private final Ranges ranges;
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

    /// @param apart whether rows go through the pass one by one
    private record Link(Pass pass, Place a, Place b, Place y, boolean apart) {
        boolean readsRows() {
            return a.reach == Elementwise.ROW || b.reach == Elementwise.ROW;
        }
    }

    /// @param length of a row of the output
    private ChainWork(Shape shape, List<Link> links, int rows, int length) {
        this.links = links.toArray(Link[]::new);
        this.rows = rows;
        this.length = length;
        this.block = links.stream().anyMatch(Link::readsRows) ? wholeRows(length) : Chain.BLOCK;
        this.ranges = Ranges.of(shape, block);
    }

    /// Floats of a block of whole rows, if it holds one.
    private static int wholeRows(int length) {
        return length <= Chain.BLOCK ? Chain.BLOCK / length * length : Chain.BLOCK;
    }

    static ChainWork of(Loops loops, Chain chain, List<Value> values, Operand[] operands) {
        Shape shape = values.get(chain.links().getLast().output()).shape();
        int length = shape.rank() > (shape.isBatched() ? 1 : 0) ? shape.dim(-1) : 1;
        Map<Integer, Integer> inside = new HashMap<>();
        List<Link> links = new ArrayList<>();
        for (Chain.Link link : chain.links()) {
            List<Place> inputs = link.inputs().stream()
                    .map(id -> inside.containsKey(id)
                            ? new Place(null, inside.get(id), Elementwise.SAME)
                            : new Place(operands[id], 0, Elementwise.of(values.get(id).shape(), shape)))
                    .toList();
            Place y = new Place(link.isLast() ? operands[link.output()] : null, link.row(), Elementwise.SAME);
            links.add(link(loops, link.operation(), inputs.getFirst(), inputs.getLast(), y, length));
            inside.put(link.output(), link.row());
        }
        return new ChainWork(shape, links, chain.rows(), length);
    }

    private static Link link(Loops loops, Primitive operation, Place a, Place b, Place y, int length) {
        return switch (operation) {
            case Unary op -> new Link(ElementWork.pass(loops, op), a, b, y, false);
            case UnaryGradient op -> new Link(ElementWork.pass(loops, op), a, b, y, false);
            case Binary op when a.reach == Elementwise.SAME && b.reach == Elementwise.ROW && length <= Chain.BLOCK ->
                new Link(BroadcastWork.rows(loops, op, length), a, b, y, false);
            case Binary op -> new Link(
                    BroadcastWork.pass(
                            loops, op, a.reach != Elementwise.SCALAR, b.reach != Elementwise.SCALAR),
                    a, b, y, a.reach == Elementwise.ROW || b.reach == Elementwise.ROW);
            default -> throw new IllegalStateException(operation + " is not element-wise");
        };
    }

    @Override
    public long scratchFloats() {
        return (long) rows * Chain.BLOCK;
    }

    @Override
    public String kernel(int n) {
        return "element-wise, in blocks";
    }

    @Override
    public int parts(int phase, int n) {
        return ranges.count(n);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int to = ranges.to(part, n);
        // By what is left: a place plus a block may be more than an int holds.
        for (int left = to - ranges.from(part); left > 0; left -= block) {
            int at = to - left;
            int end = left < block ? to : at + block;
            for (Link link : links) {
                run(link, at, end, scratch);
            }
        }
    }

    private void run(Link link, int block, int end, Operand scratch) {
        int at = block;
        while (at < end) {
            int column = at % length;
            int next = link.apart && end - at > length - column ? at + length - column : end;
            link.pass.run(
                    link.a.array(scratch), link.a.offset(scratch, block, at, column),
                    link.b.array(scratch), link.b.offset(scratch, block, at, column),
                    link.y.array(scratch), link.y.offset(scratch, block, at, column), next - at);
            at = next;
        }
    }
}

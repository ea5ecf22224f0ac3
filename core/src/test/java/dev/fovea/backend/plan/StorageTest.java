package dev.fovea.backend.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.graph.Program;
import dev.fovea.graph.Value;
import dev.fovea.op.Concatenate;
import dev.fovea.op.DropoutMask;
import dev.fovea.op.Input;
import dev.fovea.op.Negate;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Relu;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.Tanh;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random programs are played on a memory that remembers which value each float belongs to: whatever an
/// instruction reads must still be there.
class StorageTest {
    private static final int CAPACITY = 3;

    private static Program random(Random random) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Input("x", Shape.batch(12)).on());
        nodes.add(new Parameter("w", Shape.of(12)).on());
        for (int i = 0; i < 40; i++) {
            nodes.add(next(random, nodes));
        }
        Map<String, Node> outputs = new LinkedHashMap<>();
        Map<String, Node> updates = new LinkedHashMap<>();
        Map<String, Node> gradients = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            outputs.put("y" + i, nodes.get(nodes.size() - 1 - random.nextInt(20)));
        }
        for (Node node : nodes) {
            if (!node.shape().isBatched() && random.nextInt(3) == 0) {
                (random.nextBoolean() ? updates : gradients).put("s" + nodes.indexOf(node), node);
            }
        }
        return Program.of(outputs, updates, gradients, Map.of(), Map.of());
    }

    private static Node next(Random random, List<Node> nodes) {
        Node a = nodes.get(Math.max(0, nodes.size() - 1 - random.nextInt(8)));
        Node b = nodes.get(Math.max(0, nodes.size() - 1 - random.nextInt(8)));
        int width = a.shape().dim(-1);
        return switch (random.nextInt(10)) {
            case 0 -> new Negate().on(a);
            case 1 -> new Relu().on(a);
            case 2 -> new Tanh().on(a);
            case 3 -> new DropoutMask(0.5f, 1).on(a);
            case 4 -> new Softmax().on(a);
            case 5 -> width > 1 ? new Slice(a.shape().rank() - 1, 0, width - 1).on(a) : new Negate().on(a);
            case 6 -> a.shape().rank() == b.shape().rank() && a.shape().rank() == 2
                    ? new Concatenate(1).on(a, b)
                    : new Softmax().on(b);
            case 7 -> new Reshaping(reshaped(a.shape())).on(a);
            default -> a.shape().equals(b.shape()) ? (random.nextBoolean() ? a.plus(b) : a.times(b)) : a.times(a);
        };
    }

    private static Shape reshaped(Shape shape) {
        int size = Math.toIntExact(shape.size());
        return shape.isBatched() ? Shape.batch(size) : Shape.of(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatIsReadIsStillThere(int seed) {
        Random random = new Random(seed);
        int shared = 0;
        for (int round = 0; round < 150; round++) {
            Program program = random(random);
            List<Instruction> instructions = Fusion.of(program);
            Storage storage = Storage.of(program, instructions, CAPACITY);
            List<Arena.Buffer> buffers = new ArrayList<>(storage.buffers());
            for (int i = 0; i < instructions.size(); i++) {
                buffers.add(new Arena.Buffer(random.nextInt(40), i, i));
            }
            Arena arena = Arena.of(buffers);
            assertApart(arena, buffers);
            new Memory(program, storage, arena).play(instructions, buffers);
            for (Instruction instruction : instructions) {
                shared += storage.roots()[instruction.output()] != instruction.output() ? 1 : 0;
            }
        }
        assertThat(shared).as("values that took another's memory").isGreaterThan(500);
    }

    private static void assertApart(Arena arena, List<Arena.Buffer> buffers) {
        for (int i = 0; i < buffers.size(); i++) {
            for (int j = 0; j < i; j++) {
                Arena.Place a = arena.places().get(i);
                Arena.Place b = arena.places().get(j);
                boolean alive = buffers.get(i).first() <= buffers.get(j).last()
                        && buffers.get(j).first() <= buffers.get(i).last();
                boolean apart = a.slab() != b.slab() || a.offset() + buffers.get(i).floats() <= b.offset()
                        || b.offset() + buffers.get(j).floats() <= a.offset();
                assertThat(!alive || apart).as("%s and %s", buffers.get(i), buffers.get(j)).isTrue();
            }
        }
    }

    /// Which value each float holds, in the arena and, for fixed values, beside it.
    private static final class Memory {
        private final Program program;
        private final Storage storage;
        private final Arena arena;
        private final int[] cells;
        private final Map<Integer, Integer> beside = new HashMap<>();
        private final int[] content;

        Memory(Program program, Storage storage, Arena arena) {
            this.program = program;
            this.storage = storage;
            this.arena = arena;
            this.cells = new int[Math.toIntExact(arena.floats())];
            this.content = new int[program.values().size()];
            Arrays.fill(content, -1);
            for (Value value : program.values()) {
                if (value.leaf() != null) {
                    content[value.id()] = value.id();
                    beside.put(value.id(), value.id());
                }
            }
        }

        void play(List<Instruction> instructions, List<Arena.Buffer> buffers) {
            for (int i = 0; i < instructions.size(); i++) {
                Instruction instruction = instructions.get(i);
                instruction.reads().forEach(this::check);
                if (instruction.operation() instanceof Reshaping) {
                    content[instruction.output()] = content[instruction.inputs().getFirst()];
                    continue;
                }
                int workspace = storage.buffers().size() + i;
                Arena.Place place = arena.places().get(workspace);
                fill(place, buffers.get(workspace).floats(), -2);
                instruction.reads().forEach(this::check);
                content[instruction.output()] = instruction.output();
                write(instruction.output());
            }
            program.outputs().values().forEach(this::check);
            program.gradients().values().forEach(this::check);
            program.updates().values().forEach(this::check);
        }

        private void write(int id) {
            int root = storage.roots()[id];
            if (storage.bufferOf()[root] < 0) {
                beside.put(root, id);
            } else {
                fill(arena.places().get(storage.bufferOf()[root]), size(id), id);
            }
        }

        private void check(int id) {
            int root = storage.roots()[id];
            assertThat(content[id]).as("value %d is computed before it is read", id).isNotEqualTo(-1);
            if (storage.bufferOf()[root] < 0) {
                assertThat(beside.get(root)).as("value %d", id).isEqualTo(content[id]);
                return;
            }
            Arena.Place place = arena.places().get(storage.bufferOf()[root]);
            for (long cell = place.offset(); cell < place.offset() + size(id); cell++) {
                assertThat(cells[Math.toIntExact(cell)]).as("value %d", id).isEqualTo(content[id]);
            }
        }

        private void fill(Arena.Place place, long floats, int token) {
            Arrays.fill(cells, (int) place.offset(), (int) (place.offset() + floats), token);
        }

        private long size(int id) {
            return program.values().get(id).shape().size(CAPACITY);
        }
    }

    @Test
    void aChainTakesTheMemoryOfItsGreatestPair() {
        Node x = new Input("x", Shape.batch(64)).on();
        for (int i = 0; i < 10; i++) {
            x = new Softmax().on(x);
        }
        Program program = Program.of(Map.of("y", x), Map.of());
        Storage storage = Storage.of(program, Fusion.of(program), 2);
        assertThat(Arena.of(storage.buffers()).floats()).isEqualTo(2 * 2 * 64);
    }

    @Test
    void buffersBeyondASlabGoToTheNext() {
        List<Arena.Buffer> buffers = List.of(
                new Arena.Buffer(Arena.SLAB, 0, 3), new Arena.Buffer(Arena.SLAB / 2, 1, 2),
                new Arena.Buffer(Arena.SLAB / 2, 1, 3), new Arena.Buffer(16, 4, 4));
        Arena arena = Arena.of(buffers);
        assertThat(arena.places()).containsExactly(
                new Arena.Place(0, 0), new Arena.Place(1, 0), new Arena.Place(1, Arena.SLAB / 2),
                new Arena.Place(0, 0));
        assertThat(arena.floats()).isEqualTo(2 * Arena.SLAB);
    }
}

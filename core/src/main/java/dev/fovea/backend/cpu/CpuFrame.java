package dev.fovea.backend.cpu;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Workers;
import dev.fovea.backend.cpu.work.Works;
import dev.fovea.backend.plan.Instruction;
import dev.fovea.graph.Value;
import dev.fovea.op.Input;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One caller's arena and bound instructions: the step loop.
final class CpuFrame implements Frame {
    private final CpuExecutable executable;
    private final List<Bound> instructions;
    private final Operand[] operands;
    private final float[] gradients;
    private final Works.RandomKey key;
    private final Overlaps overlaps;

    /// Instructions until all outputs are there, and the states that are renewed right after them.
    private final int forward;

    private int samples;
    private @Nullable Touches touches;

    CpuFrame(
            CpuExecutable executable, List<Bound> instructions, Operand[] operands, float[] gradients,
            Works.RandomKey key) {
        this.executable = executable;
        this.instructions = instructions;
        this.operands = operands;
        this.gradients = gradients;
        this.key = key;
        this.overlaps = new Overlaps(instructions.stream()
                .mapToLong(bound ->
                        bound.instruction().multiplyAdds(executable.program().values(), executable.capacity()))
                .toArray());
        int outputs = 1 + last(instruction -> executable.program().outputs().values().stream()
                .anyMatch(output -> operands[output] == operands[instruction.output()]));
        int renewed = outputs;
        while (renewed < instructions.size() && isUpdate(instructions.get(renewed).instruction())) {
            renewed++;
        }
        this.forward = renewed;
    }

    private boolean isUpdate(Instruction instruction) {
        return executable.program().updates().containsValue(instruction.output());
    }

    /// The index of the last instruction of a kind; −1 if there is none.
    private int last(Predicate<Instruction> kind) {
        int last = instructions.size() - 1;
        while (last >= 0 && !kind.test(instructions.get(last).instruction())) {
            last--;
        }
        return last;
    }

    @Override
    public void bind(String input, float[] array, int offset) {
        boolean found = false;
        List<Value> values = executable.program().values();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            if (value.leaf() instanceof Input leaf && leaf.name().equals(input)) {
                operands[value.id()].bind(array, offset);
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException("the program has no input named " + input);
        }
    }

    @Override
    public void run(int n, long key) {
        forward(n, key);
        backward();
    }

    @Override
    public void forward(int n, long key) {
        begin(n, key);
        run(0, forward);
    }

    @Override
    public void backward() {
        if (samples == 0) {
            throw new IllegalStateException("nothing has run forward: call forward first");
        }
        run(forward, instructions.size());
        executable.backend().kernels().afterRun();
    }

    private void run(int from, int to) {
        Workers workers = executable.backend().workers();
        for (int i = from; i < to; i++) {
            instructions.get(i).run(workers, samples, overlaps.at(i));
        }
    }

    Overlaps overlaps() {
        return overlaps;
    }

    @Override
    public boolean overlap(String parameter, Backend.Range update) {
        Integer id = executable.program().gradients().get(parameter);
        if (id == null) {
            return false;
        }
        Operand gradient = operands[id];
        float[] parameters = executable.store().parameterValues();
        Layout.Place place = executable.store().parameters().place(parameter);
        Touches last = touches(parameters);
        int after = 1 + Math.max(
                last.written().getOrDefault(gradient, -1), last.read().getOrDefault(place.from(), -1));
        return overlaps.add(Math.max(forward, after), place.from(), place.to(), update);
    }

    /// The last instructions that write an operand, and that read a parameter, by its place.
    private record Touches(Map<Operand, Integer> written, Map<Integer, Integer> read) {}

    private Touches touches(float[] parameters) {
        Touches known = touches;
        if (known == null) {
            known = new Touches(new IdentityHashMap<>(), new HashMap<>());
            for (int i = 0; i < instructions.size(); i++) {
                Instruction instruction = instructions.get(i).instruction();
                known.written().put(operands[instruction.output()], i);
                for (int id : instruction.reads()) {
                    if (operands[id].array == parameters) {
                        known.read().put(operands[id].offset, i);
                    }
                }
            }
            touches = known;
        }
        return known;
    }

    /// A loop of its own, so that the other one reads no clock.
    @Override
    public void run(int n, long key, long[] nanos) {
        if (nanos.length < instructions.size()) {
            throw new IllegalArgumentException(
                    "one time for each of " + instructions.size() + " steps: got room for " + nanos.length);
        }
        begin(n, key);
        Workers workers = executable.backend().workers();
        long start = System.nanoTime();
        for (int i = 0; i < instructions.size(); i++) {
            instructions.get(i).run(workers, n, null);
            long end = System.nanoTime();
            nanos[i] = end - start;
            start = end;
        }
        executable.backend().kernels().afterRun();
    }

    private void begin(int n, long key) {
        if (n < 1 || n > executable.capacity()) {
            throw new IllegalArgumentException(
                    "a batch must hold 1 to " + executable.capacity() + " samples: got " + n);
        }
        this.samples = n;
        this.key.value = key;
        executable.prepare(instructions);
    }

    @Override
    public float[] gradients() {
        return gradients;
    }

    @Override
    public void read(String output, float[] into, int offset) {
        Value value = executable.program().output(output);
        Operand operand = operands[value.id()];
        int size = Math.toIntExact(value.shape().size(samples));
        System.arraycopy(operand.array, operand.offset, into, offset, size);
    }

    @Override
    public float scalar(String output) {
        Operand operand = operands[executable.program().output(output).id()];
        return operand.array[operand.offset];
    }

    @Override
    public Tensor read(String output) {
        Shape shape = executable.program().output(output).shape().at(samples);
        float[] values = new float[Math.toIntExact(shape.size())];
        read(output, values, 0);
        return new Tensor(shape, values);
    }

    @Override
    public @Nullable String firstNonFinite(int n, long key) {
        this.samples = n;
        this.key.value = key;
        Workers workers = executable.backend().workers();
        for (Bound bound : instructions) {
            bound.run(workers, n, null);
            int output = bound.instruction().output();
            long size = executable.program().values().get(output).shape().size(n);
            Operand operand = operands[output];
            for (int i = 0; i < size; i++) {
                if (!Float.isFinite(operand.array[operand.offset + i])) {
                    return bound.instruction().name() + (bound.instruction().backward() ? " (gradient)" : "");
                }
            }
        }
        return null;
    }
}

package dev.fovea.backend.cpu;

import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.backend.MemoryPlan;
import dev.fovea.backend.PlanGraph;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.work.Works;
import dev.fovea.backend.plan.Arena;
import dev.fovea.backend.plan.Fusion;
import dev.fovea.backend.plan.Instruction;
import dev.fovea.backend.plan.Storage;
import dev.fovea.graph.Program;
import dev.fovea.graph.Value;
import dev.fovea.op.Constant;
import dev.fovea.op.Input;
import dev.fovea.op.Parameter;
import dev.fovea.op.Reshaping;
import dev.fovea.op.State;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A program's instructions, its memory plan, and what its frames share: folded and, for inference,
/// packed parameters.
final class CpuExecutable implements Executable {
    private final CpuBackend backend;
    private final Program program;
    private final Store store;
    private final int capacity;
    private final List<Instruction> instructions;
    private final Storage storage;
    private final Arena arena;
    private final Needs needs;
    private final Map<Integer, Folding> foldings = new HashMap<>();
    private final Map<Integer, Operand> packed = new HashMap<>();
    private long preparedVersion = -1;

    CpuExecutable(CpuBackend backend, Program program, Store store, int capacity) {
        this(backend, program, Fusion.of(program), store, capacity);
    }

    CpuExecutable(
            CpuBackend backend, Program program, List<Instruction> instructions, Store store, int capacity) {
        this.backend = backend;
        this.program = program;
        this.store = store;
        this.capacity = capacity;
        this.instructions = instructions;
        this.storage = Storage.of(program, instructions, capacity);
        Heap heap = new Heap(capacity);
        checkValues(heap);
        this.needs = Needs.of(instructions, works(probes(), new Works.RandomKey(), false), this::packsAlways, heap);
        List<Arena.Buffer> buffers = new ArrayList<>(storage.buffers());
        for (int i = 0; i < instructions.size(); i++) {
            buffers.add(new Arena.Buffer(needs.workspaces().get(i), i, i));
        }
        this.arena = Arena.of(buffers);
        heap.check(memory().floats() + networkFloats());
    }

    /// Before works make tables by them: all values fit into the heap, and each into an array.
    private void checkValues(Heap heap) {
        for (int i = 0; i < instructions.size(); i++) {
            int buffer = storage.bufferOf()[instructions.get(i).output()];
            if (buffer >= 0) {
                heap.note(instructions.get(i).name(), storage.buffers().get(buffer).floats());
            }
        }
        heap.checkMost(() -> Arena.of(storage.buffers()).floats());
        for (Value value : program.values()) {
            heap.checkArray("a value of " + value.shape(), value.shape().size(capacity));
        }
    }

    /// The network's own numbers. The first frame makes them; a plan may be asked for without.
    private long networkFloats() {
        int parameters = store.parameters().length();
        return isTraining() ? parameters + store.floats() : parameters + (long) store.states().length();
    }

    boolean isTraining() {
        return !program.gradients().isEmpty();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    CpuBackend backend() {
        return backend;
    }

    Program program() {
        return program;
    }

    Store store() {
        return store;
    }

    List<Instruction> instructions() {
        return instructions;
    }

    /// Synchronized: frames of threads that predict share packed parameters, which the first of them makes.
    @Override
    public synchronized Frame frame() {
        if (!isTraining() && foldings.isEmpty()) {
            fold();
        }
        List<Operand> slabs = new ArrayList<>();
        for (long floats : arena.slabs()) {
            slabs.add(Operand.allocate(floats));
        }
        float[] gradients = isTraining() ? store.parameters().zeros() : new float[0];
        Operand[] operands = operands(slabs, gradients);
        Works.RandomKey key = new Works.RandomKey();
        List<Work> works = new ArrayList<>();
        works(operands, key, true).forEachRemaining(works::add);
        List<Bound> bound = new ArrayList<>();
        Operand[] scratch = Operand.allocate(Collections.nCopies(backend.threads(), needs.scratch()))
                .toArray(Operand[]::new);
        allocatePacked(works);
        for (int i = 0; i < works.size(); i++) {
            Work work = works.get(i);
            if (work != null) {
                bound.add(bind(i, work, slabs, scratch));
            }
        }
        return new CpuFrame(this, bound, operands, gradients, key);
    }

    /// Memory for the packed parameters that frames share.
    private void allocatePacked(List<Work> works) {
        List<Integer> indices = new ArrayList<>();
        List<Long> floats = new ArrayList<>();
        for (int i = 0; i < works.size(); i++) {
            Work work = works.get(i);
            if (work != null && work.packedFloats() > 0 && !packsAlways(i) && !packed.containsKey(i)) {
                indices.add(i);
                floats.add(work.packedFloats());
            }
        }
        List<Operand> operands = Operand.allocate(floats);
        for (int i = 0; i < operands.size(); i++) {
            packed.put(indices.get(i), operands.get(i));
        }
    }

    private Bound bind(int index, Work work, List<Operand> slabs, Operand[] scratch) {
        Arena.Place place = arena.places().get(storage.buffers().size() + index);
        Operand workspace = slabs.isEmpty() ? new Operand(new float[0], 0) : at(place, slabs);
        if (work.packedFloats() == 0 || !packsAlways(index)) {
            Operand own = work.packedFloats() == 0
                    ? workspace
                    : Objects.requireNonNull(packed.get(index));
            return new Bound(instructions.get(index), work, own, workspace, scratch, false);
        }
        Operand shared = new Operand(workspace.array, workspace.offset + Math.toIntExact(work.packedFloats()));
        return new Bound(instructions.get(index), work, workspace, shared, scratch, true);
    }

    /// Whether the packed copy lasts for one run alone: parameters change in training, and filters may be computed.
    private boolean packsAlways(int index) {
        List<Integer> inputs = instructions.get(index).inputs();
        return isTraining() || inputs.size() < 2 || switch (program.values().get(inputs.get(1)).leaf()) {
            case Parameter _, State _, Constant _ -> false;
            case Input _ -> true;
            case null -> true;
        };
    }

    private static Operand at(Arena.Place place, List<Operand> slabs) {
        Operand slab = slabs.get(place.slab());
        return new Operand(slab.array, Math.toIntExact(slab.offset + place.offset()));
    }

    /// Operands without memory, to ask works what they need.
    private Operand[] probes() {
        Operand[] operands = new Operand[program.values().size()];
        for (int id = 0; id < operands.length; id++) {
            operands[id] = new Operand(new float[0], 0);
        }
        return operands;
    }

    private Operand[] operands(List<Operand> slabs, float[] gradients) {
        Operand[] operands = new Operand[program.values().size()];
        for (Value value : program.values()) {
            int root = storage.roots()[value.id()];
            if (root == value.id()) {
                operands[root] = memory(value, slabs);
            }
        }
        program.gradients().forEach((name, id) ->
                operands[id] = new Operand(gradients, store.parameters().place(name).from()));
        program.updates().forEach((name, id) ->
                operands[id] = new Operand(store.stateValues(), store.states().place(name).from()));
        for (int id = 0; id < operands.length; id++) {
            operands[id] = operands[storage.roots()[id]];
        }
        return operands;
    }

    private Operand memory(Value value, List<Operand> slabs) {
        return switch (value.leaf()) {
            case Parameter leaf -> new Operand(
                    store.parameterValues(), store.parameters().place(leaf.name()).from());
            case State leaf -> new Operand(store.stateValues(), store.states().place(leaf.name()).from());
            case Constant leaf -> new Operand(leaf.value().values(), 0);
            case Input _ -> new Operand(new float[0], 0);
            case null -> {
                int buffer = storage.bufferOf()[value.id()];
                if (buffer < 0) {
                    yield new Operand(new float[0], 0);
                }
                Arena.Place place = arena.places().get(buffer);
                yield at(place, slabs);
            }
        };
    }

    /// One work for each instruction, made as it is asked for; null for those that need none.
    private Iterator<@Nullable Work> works(Operand[] operands, Works.RandomKey key, boolean folded) {
        Works works = new Works(backend.kernels(), program.values(), operands, key);
        return IntStream.range(0, instructions.size()).<@Nullable Work>mapToObj(i -> {
            Instruction instruction = instructions.get(i);
            if (instruction.operation() instanceof Reshaping) {
                return null;
            }
            Folding folding = folded ? foldings.get(i) : null;
            @Nullable Operand bias = instruction.bias() == null ? null : operands[instruction.bias()];
            if (folding == null && instruction.fold() != null) {
                bias = operands[instruction.fold().beta()];
            }
            return folding == null
                    ? works.of(instruction, null, bias)
                    : works.of(instruction, folding.foldedW(), folding.foldedBias());
        }).iterator();
    }

    /// How many floats the filters and the bias of each folded instruction have.
    private List<Long> foldedSizes() {
        List<Long> sizes = new ArrayList<>();
        for (Instruction instruction : instructions) {
            if (instruction.fold() != null) {
                Shape shape = program.values().get(instruction.inputs().get(1)).shape();
                sizes.add(shape.size());
                sizes.add((long) shape.dim(-1));
            }
        }
        return sizes;
    }

    private void fold() {
        List<Long> sizes = foldedSizes();
        if (sizes.isEmpty()) {
            return;
        }
        Iterator<Operand> folded = Operand.allocate(sizes).iterator();
        List<Operand> nothing = arena.slabs().stream().map(floats -> new Operand(new float[0], 0)).toList();
        Operand[] operands = operands(nothing, new float[0]);
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            Instruction.Fold fold = instruction.fold();
            if (fold != null) {
                int weights = instruction.inputs().get(1);
                Shape shape = program.values().get(weights).shape();
                int k = shape.dim(-1);
                foldings.put(i, new Folding(
                        Math.toIntExact(shape.size() / k), k, fold.operation().epsilon(), operands[weights],
                        instruction.bias() == null ? null : operands[instruction.bias()], operands[fold.gamma()],
                        operands[fold.beta()], operands[fold.statistics()], folded.next(), folded.next()));
            }
        }
    }

    /// Renews folded and packed parameters if the parameters have changed since the last run.
    synchronized void prepare(List<Bound> bound) {
        if (isTraining() || preparedVersion == store.version()) {
            return;
        }
        long version = store.version();
        foldings.values().forEach(Folding::run);
        for (int i = 0; i < bound.size(); i++) {
            bound.get(i).pack(backend.workers());
        }
        preparedVersion = version;
    }

    @Override
    public List<PlanStep> steps(int n) {
        return graph(n).steps();
    }

    @Override
    public PlanGraph graph(int n) {
        return GraphOfPlan.of(
                program, instructions, works(probes(), new Works.RandomKey(), false), storage, n);
    }

    /// Every instruction's output is a buffer; where it replaces an input, two buffers lie at one place.
    @Override
    public MemoryPlan memory() {
        int[] last = lastReads();
        List<MemoryPlan.Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < instructions.size(); i++) {
            Instruction writer = instructions.get(i);
            int buffer = storage.bufferOf()[storage.roots()[writer.output()]];
            if (buffer >= 0 && !(writer.operation() instanceof Reshaping)) {
                long floats = program.values().get(writer.output()).shape().size(capacity);
                String name = writer.name() + " " + writer.label();
                long offset = arena.offset(arena.places().get(buffer));
                buffers.add(new MemoryPlan.Buffer(name, floats, i, last[writer.output()], offset));
            }
        }
        return new MemoryPlan(
                arena.floats(), needs.scratch() * backend.threads(), needs.packed() + foldedFloats(), needs.tables(),
                buffers);
    }

    private long foldedFloats() {
        return foldedSizes().stream().mapToLong(Long::longValue).sum();
    }

    /// For each value that an instruction computes, the last that reads it, also under another shape.
    private int[] lastReads() {
        int[] last = new int[program.values().size()];
        program.outputs().values().forEach(id -> last[id] = instructions.size());
        for (int i = instructions.size() - 1; i >= 0; i--) {
            Instruction instruction = instructions.get(i);
            int output = instruction.output();
            last[output] = Math.max(last[output], i);
            int until = instruction.operation() instanceof Reshaping ? last[output] : i;
            for (int read : instruction.reads()) {
                last[read] = Math.max(last[read], until);
            }
        }
        return last;
    }
}

package dev.fovea.train;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Store;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Group;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.ParameterRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The optimizer's part of a step: clips the gradients, then updates each group in one pass that the
/// backend's threads share. Where nothing is clipped, large parameters may be updated during the backward pass.
/// Allocates nothing.
final class Update {
    private final Optimizer optimizer;
    private final Clip clip;
    private final Store store;
    private final float[] gradients;
    private final float[][] slots;
    private final List<Group> groups;
    private final List<Runnable> loops;
    private long step;
    private float rate;

    /// Updates all parameters in [#finish].
    Update(Backend backend, Store store, float[] gradients, float[][] slots, Fit fit) {
        this(backend, store, gradients, slots, fit, null);
    }

    /// Updates large parameters in the frame's backward pass, the others in [#finish].
    Update(Backend backend, Store store, Frame frame, float[][] slots, Fit fit) {
        this(backend, store, frame.gradients(), slots, fit, frame);
    }

    private Update(
            Backend backend, Store store, float[] gradients, float[][] slots, Fit fit, @Nullable Frame frame) {
        this.optimizer = fit.optimizer();
        this.clip = fit.clip();
        this.store = store;
        this.gradients = gradients;
        this.slots = slots;
        this.groups = groups(store, fit);
        Set<Group> overlapping = frame == null || !(clip instanceof Clip.None) ? Set.of() : groups.stream()
                .filter(Group::trainable)
                .filter(group -> frame.overlap(group.name(), (from, to) -> update(group, from, to)))
                .collect(Collectors.toSet());
        this.loops = passes(groups, overlapping).stream()
                .map(group -> backend.share(group.from(), group.to(), (from, to) -> update(group, from, to)))
                .toList();
    }

    /// Fresh slots, each laid out as the parameters.
    static float[][] slots(Fit fit, Store store) {
        return fit.optimizer().slots().stream()
                .map(name -> store.parameters().zeros())
                .toArray(float[][]::new);
    }

    /// The groups of a store's parameters under the settings of a training.
    static List<Group> groups(Store store, Fit fit) {
        List<ParameterRange> ranges = new ArrayList<>();
        store.parameters().places()
                .forEach((name, place) -> ranges.add(new ParameterRange(name, place.from(), place.to())));
        return ParameterGroup.resolve(fit.groups(), ranges, fit.optimizer().weightDecay());
    }

    /// Neighbours that are trained alike become one pass; the floats between them are 0 and stay 0.
    private static List<Group> passes(List<Group> groups, Set<Group> overlapping) {
        List<Group> passes = new ArrayList<>();
        boolean joins = false;
        for (Group group : groups) {
            boolean takes = group.trainable() && !overlapping.contains(group);
            Group last = joins ? passes.getLast() : null;
            boolean alike = last != null
                    && last.rateScale() == group.rateScale()
                    && last.weightDecay() == group.weightDecay();
            if (takes && last != null && alike) {
                passes.set(passes.size() - 1, new Group(
                        last.name(), last.from(), group.to(), last.rateScale(), last.weightDecay(), true));
            } else if (takes) {
                passes.add(group);
            }
            joins = takes;
        }
        return passes;
    }

    /// Begins the step that the next backward pass belongs to. From here on parameters count as changed, because a pass
    /// that fails has changed some.
    ///
    /// @param step from 1
    void begin(long step, float rate) {
        this.step = step;
        this.rate = rate;
        store.changed();
    }

    /// Updates what the backward pass has not.
    void finish() {
        clip.apply(gradients, groups);
        for (int i = 0; i < loops.size(); i++) {
            loops.get(i).run();
        }
        store.changed();
    }

    private void update(Group group, int from, int to) {
        optimizer.update(
                step, rate * group.rateScale(), group.weightDecay(), store.parameterValues(), gradients, slots, from,
                to);
    }
}

package dev.fovea.train;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Store;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Group;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Range;
import java.util.ArrayList;
import java.util.List;

/// The optimizer's part of a step: clips the gradients, then updates each group in one pass that the
/// backend's threads share. Allocates nothing.
final class Update {
    private final Optimizer optimizer;
    private final Clip clip;
    private final Store store;
    private final float[] gradients;
    private final float[][] slots;
    private final List<Group> groups;
    private final List<Group> passes;
    private final List<Runnable> loops;
    private long step;
    private float rate;

    Update(Backend backend, Store store, float[] gradients, float[][] slots, Fit fit) {
        this.optimizer = fit.optimizer();
        this.clip = fit.clip();
        this.store = store;
        this.gradients = gradients;
        this.slots = slots;
        this.groups = groups(store, fit);
        this.passes = joined(groups);
        this.loops = passes.stream()
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
        List<Range> ranges = new ArrayList<>();
        store.parameters().places().forEach((name, place) -> ranges.add(new Range(name, place.from(), place.to())));
        return ParameterGroup.resolve(fit.groups(), ranges, fit.optimizer().weightDecay());
    }

    /// Neighbours that are trained alike become one pass; the floats between them are 0 and stay 0.
    private static List<Group> joined(List<Group> groups) {
        List<Group> joined = new ArrayList<>();
        for (Group group : groups) {
            Group last = joined.isEmpty() ? null : joined.getLast();
            boolean alike = last != null
                    && last.trainable() == group.trainable()
                    && last.rateScale() == group.rateScale()
                    && last.weightDecay() == group.weightDecay();
            if (last != null && alike) {
                joined.set(joined.size() - 1, new Group(
                        last.name(), last.from(), group.to(), last.rateScale(), last.weightDecay(), last.trainable()));
            } else {
                joined.add(group);
            }
        }
        return joined.stream().filter(Group::trainable).toList();
    }

    /// @param step from 1
    void run(long step, float rate) {
        this.step = step;
        this.rate = rate;
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

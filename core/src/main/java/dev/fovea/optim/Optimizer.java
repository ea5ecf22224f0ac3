package dev.fovea.optim;

import java.util.List;

/// A rule that turns gradients into new parameters, element by element.
///
/// All arrays have the layout of the flat parameter array, so one index serves them all. Slots start
/// as zeros, are saved with a checkpoint, and belong to the trainer; an optimizer is a record
/// without state.
public interface Optimizer {
    /// The learning rate over time.
    Schedule schedule();

    /// Names of the arrays that the rule keeps for each parameter, such as `mean` and `variance`.
    List<String> slots();

    /// The decay of parameters that no group gives its own; 0 for none.
    float weightDecay();

    /// Updates the parameters `from` … `to` − 1 in one pass.
    ///
    /// @param step counts from 1
    /// @param rate the learning rate of this step, times the group's scale
    /// @param weightDecay of the group
    /// @param slots one array for each of [#slots]
    void update(
            long step, float rate, float weightDecay, float[] parameters, float[] gradients, float[][] slots,
            int from, int to);
}

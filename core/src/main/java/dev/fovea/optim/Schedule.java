package dev.fovea.optim;

/// A learning rate over time. Schedules are records; any function will do.
public interface Schedule {
    /// The learning rate of the step that comes after `position.step()` steps.
    double rate(Position position);
}

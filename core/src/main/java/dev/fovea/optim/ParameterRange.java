package dev.fovea.optim;

/// The place of one named parameter in the flat parameter array.
///
/// @param from its first element
/// @param to one past its last element
public record ParameterRange(String name, int from, int to) {
    public ParameterRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a range needs 0 ≤ from ≤ to: got " + from + " … " + to + " of " + name);
        }
    }
}

package dev.fovea.backend.cpu.scalar;

/// Where the weight of a tap, an input and an output channel is, from the filters' start.
///
/// @param s taps of a row
/// @param tapStep from a tap to the next
/// @param inputStep from an input channel to the next
/// @param outputStep from an output channel to the next
/// @param first of the channels of a group
record ScalarFilters(int s, int tapStep, int inputStep, int outputStep, int first) {
    int at(int down, int across, int input, int output) {
        return first + (down * s + across) * tapStep + input * inputStep + output * outputStep;
    }
}

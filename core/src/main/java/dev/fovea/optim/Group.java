package dev.fovea.optim;

/// Parameters that are updated alike: elements `from` … `to` − 1 of the flat array.
///
/// @param name of the parameter that lies there
/// @param rateScale multiplies the schedule's rate
/// @param weightDecay of these parameters
/// @param trainable false for frozen parameters, which no update touches
public record Group(String name, int from, int to, float rateScale, float weightDecay, boolean trainable) {}

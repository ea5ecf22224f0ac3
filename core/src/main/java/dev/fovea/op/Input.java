package dev.fovea.op;

import dev.fovea.tensor.Shape;

/// A value given anew for each run, such as a batch of images or their labels.
public record Input(String name, Shape shape) implements Leaf {}

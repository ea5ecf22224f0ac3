package dev.fovea.backend.cpu;

/// What a convolution or matrix product applies to each output before it stores it.
public enum Epilogue {
    NONE,
    RELU
}

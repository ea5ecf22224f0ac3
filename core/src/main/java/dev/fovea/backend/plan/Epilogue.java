package dev.fovea.backend.plan;

/// What an instruction does to each output before others read it.
public enum Epilogue {
    NONE,
    /// After a convolution or matrix product.
    RELU,
    /// After the gradient of max pooling, whose x is a ReLU's output: 0 where x is not above 0.
    RELU_GRADIENT
}

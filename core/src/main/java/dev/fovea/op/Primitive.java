package dev.fovea.op;

/// What a backend must implement. The set is closed: outside a backend nothing distinguishes its members.
public sealed interface Primitive extends Operation
        permits AveragePooling, AveragePooling.Gradient, BatchNormalization, BatchNormalization.InputGradient,
                BatchNormalization.ParameterGradient, BatchStatistics, Binary, Concatenate, Convolution,
                Convolution.FilterGradient, Convolution.InputGradient, DropoutMask, Expand,
                Gather, Gather.Gradient, GroupNormalization.Gradient, GroupNormalization.Output,
                GroupNormalization.Statistics,
                LocalResponseNormalization, LocalResponseNormalization.Gradient, LogSoftmax, LogSoftmax.Gradient,
                MatMul, MaxPooling, MaxPooling.Gradient, Mean, Mean.Gradient, Pad, Pad.Gradient, Resizing,
                Resizing.Gradient, Reshaping, RunningStatistics, SampleMask, Scatter, Scatter.Gradient, Slice,
                Softmax, Softmax.Gradient, SoftmaxCrossEntropy, SoftmaxCrossEntropy.Gradient, Sum, Transpose, Unary,
                UnaryGradient {}

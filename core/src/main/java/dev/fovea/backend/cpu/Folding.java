package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Operand;

/// Batch normalisation by constant statistics, folded into the filters before it:
/// w′ = w · γ / √(variance + ε) and b′ = (b − mean) · γ / √(variance + ε) + β, channel by channel.
///
/// @param rows filters as rows × k, k innermost
/// @param bias b, or null for 0
record Folding(
        int rows, int k, float epsilon, Operand w, @org.jspecify.annotations.Nullable Operand bias, Operand gamma,
        Operand beta, Operand statistics, Operand foldedW, Operand foldedBias) {

    void run() {
        for (int j = 0; j < k; j++) {
            float mean = statistics.array[statistics.offset + j];
            float variance = statistics.array[statistics.offset + k + j];
            double scale = gamma.array[gamma.offset + j] / Math.sqrt(variance + epsilon);
            float b = bias == null ? 0 : bias.array[bias.offset + j];
            foldedBias.array[foldedBias.offset + j] = (float) ((b - mean) * scale + beta.array[beta.offset + j]);
            for (int row = 0; row < rows; row++) {
                int at = row * k + j;
                foldedW.array[foldedW.offset + at] = (float) (w.array[w.offset + at] * scale);
            }
        }
    }
}

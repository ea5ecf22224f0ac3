/// Accuracy, top-k, confusion matrix, loss: small accumulators that allocate nothing while they count.
@NullMarked
package dev.fovea.metric;

import org.jspecify.annotations.NullMarked;

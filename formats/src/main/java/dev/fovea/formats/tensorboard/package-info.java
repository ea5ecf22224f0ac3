/// Event files that TensorBoard shows: scalars, histograms, images, text, graphs, hyper-parameters.
@NullMarked
package dev.fovea.formats.tensorboard;

import org.jspecify.annotations.NullMarked;

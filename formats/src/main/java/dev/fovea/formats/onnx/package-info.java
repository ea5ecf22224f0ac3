/// ONNX: networks of other tools, read with their weights and trainable, and networks of Fovea, written for others.
@NullMarked
package dev.fovea.formats.onnx;

import org.jspecify.annotations.NullMarked;

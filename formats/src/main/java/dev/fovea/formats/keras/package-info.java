/// Networks of Keras: files of `model.save`, with their weights.
@NullMarked
package dev.fovea.formats.keras;

import org.jspecify.annotations.NullMarked;

/// One file an experiment: data, network, training, and the published figure.
@NullMarked
package dev.fovea.lab.recipe;

import org.jspecify.annotations.NullMarked;

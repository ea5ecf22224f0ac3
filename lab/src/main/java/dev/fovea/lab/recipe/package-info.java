/// One file an experiment: data, network, training, and the published figure.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.lab.recipe;

import org.jspecify.annotations.NullMarked;

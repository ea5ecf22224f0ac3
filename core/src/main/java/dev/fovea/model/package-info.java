/// What users hold: a model to fit, evaluate, predict with, save and load.
@NullMarked
package dev.fovea.model;

import org.jspecify.annotations.NullMarked;

/// How fast training and each of its steps are, measured.
@NullMarked
package dev.fovea.lab.measure;

import org.jspecify.annotations.NullMarked;

/// How fast training and each of its steps are, measured.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.lab.measure;

import org.jspecify.annotations.NullMarked;

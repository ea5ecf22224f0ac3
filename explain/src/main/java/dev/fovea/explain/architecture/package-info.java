/// What a network is made of, as it is drawn: blocks in sequences, branches side by side, repeats; and the drawing.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.explain.architecture;

import org.jspecify.annotations.NullMarked;

/// What any backend does with a program before it has memory: fuses steps into instructions, finds out how long each
/// value lives, and lays buffers out in an arena.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.backend.plan;

import org.jspecify.annotations.NullMarked;

/// What any backend does with a program before it has memory: fuses steps into instructions, finds out how long each
/// value lives, and lays buffers out in an arena.
@NullMarked
package dev.fovea.backend.plan;

import org.jspecify.annotations.NullMarked;

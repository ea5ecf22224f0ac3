/// Safetensors: named tensors in one file, written and read in slices, with a checksum over every byte. A file that
/// lies about itself is refused before anything is allocated for it.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.safetensors;

import org.jspecify.annotations.NullMarked;

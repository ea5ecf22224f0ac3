/// Decoders of pictures: what the bytes of a file hold, row by row. They know no names of files.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.data.picture;

import org.jspecify.annotations.NullMarked;

/// One file a data set. Sources keep bytes in memory and make floats when an image is read.
@NullMarked
package dev.fovea.data.source;

import org.jspecify.annotations.NullMarked;

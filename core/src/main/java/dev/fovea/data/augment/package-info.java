/// One record a transform: random changes of training images.
@NullMarked
package dev.fovea.data.augment;

import org.jspecify.annotations.NullMarked;

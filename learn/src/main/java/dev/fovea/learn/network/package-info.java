/// A trained network as something to look into: what it computes of one picture, place by place, forward and backward.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.learn.network;

import org.jspecify.annotations.NullMarked;

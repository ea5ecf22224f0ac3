/// The Vector API kernels, for any vector width. The one package that needs the module
/// `jdk.incubator.vector`; it is loaded by name, and nobody imports it.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.backend.cpu.vector;

import org.jspecify.annotations.NullMarked;

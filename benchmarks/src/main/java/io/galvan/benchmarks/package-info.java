/** Measures the whole system from outside and writes docs/benchmarks.md. */
@NullMarked
package io.galvan.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Parts measured by themselves, with JMH. */
@NullMarked
package io.galvan.benchmarks.micro;

import org.jspecify.annotations.NullMarked;

/** YAML files that are read strictly, with the line of what is wrong. */
@NullMarked
package io.galvan.simulator.yaml;

import org.jspecify.annotations.NullMarked;

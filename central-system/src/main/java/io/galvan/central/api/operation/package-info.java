/** Operations of the API. What operations of the API are made of: access, call, problem. */
@NullMarked
package io.galvan.central.api.operation;

import org.jspecify.annotations.NullMarked;

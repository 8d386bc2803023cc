/** Operations of the API. One command to many charging stations. */
@NullMarked
package io.galvan.central.api.campaign;

import org.jspecify.annotations.NullMarked;

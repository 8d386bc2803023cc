/** Operations of the API. IdTokens. */
@NullMarked
package io.galvan.central.api.token;

import org.jspecify.annotations.NullMarked;

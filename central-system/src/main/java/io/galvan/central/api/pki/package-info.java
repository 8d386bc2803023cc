/** Operations of the API. Certificates. */
@NullMarked
package io.galvan.central.api.pki;

import org.jspecify.annotations.NullMarked;

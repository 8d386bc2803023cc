/** Charging stations: identities, boots, statuses, notices. */
@NullMarked
package io.galvan.contract.registration;

import org.jspecify.annotations.NullMarked;

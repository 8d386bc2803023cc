/** Certificates of stations, vehicles and authorities. */
@NullMarked
package io.galvan.contract.pki;

import org.jspecify.annotations.NullMarked;

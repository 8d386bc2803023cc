/** Certificates: the authority, contract certificates, OCSP. */
@NullMarked
package io.galvan.auth.pki;

import org.jspecify.annotations.NullMarked;

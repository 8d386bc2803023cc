/**
 * The OCPP-J protocol: its versions here, frames in {@code rpc}, payloads in {@code shape},
 * messages by version.
 */
@NullMarked
package io.galvan.ocpp;

import org.jspecify.annotations.NullMarked;

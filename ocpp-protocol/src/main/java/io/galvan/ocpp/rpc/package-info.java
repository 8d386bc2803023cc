/**
 * The frames of OCPP-J: what one text on the wire says, and how to write one. {@link
 * io.galvan.ocpp.rpc.FrameCodec} turns every text, however broken, into an {@link
 * io.galvan.ocpp.rpc.Inbound} verdict, with the answer the standard asks for.
 */
@NullMarked
package io.galvan.ocpp.rpc;

import org.jspecify.annotations.NullMarked;

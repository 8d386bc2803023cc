package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Rest;
import java.util.Map;

/**
 * What a vendor adds to any part of a message (OCPP 2.1 part 2, 3.1); kept as it comes.
 *
 * @param vendorId whose addition it is
 * @param content every other field
 */
public record CustomData(@MaxLength(255) String vendorId, @Rest Map<String, Json> content) {}

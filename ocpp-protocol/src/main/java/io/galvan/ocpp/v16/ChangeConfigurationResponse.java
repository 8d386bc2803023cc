package io.galvan.ocpp.v16;

/** Says whether the key was set (OCPP 1.6, section 6). */
public record ChangeConfigurationResponse(ConfigurationStatus status) {}

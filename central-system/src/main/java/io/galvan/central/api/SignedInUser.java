package io.galvan.central.api;

import io.galvan.platform.contract.Auth.Role;
import java.time.Instant;

/** Who asks, as their token says. */
public record SignedInUser(String id, String email, Role role, Instant until) {}

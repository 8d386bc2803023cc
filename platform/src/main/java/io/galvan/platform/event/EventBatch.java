package io.galvan.platform.event;

import java.util.List;

/** The events of one database transaction, in order. */
public record EventBatch(List<Event> events) {}

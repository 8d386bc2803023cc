package io.galvan.central.gateway.mqtt;

/** A subscription's filter with its wildcards (MQTT 3.1.1, 4.7). */
record TopicFilter(String text) {
  /** Whether no wildcard stands where the first level is, and it is this one. */
  boolean isUnder(String level) {
    return text.equals(level) || text.startsWith(level + "/");
  }

  boolean matches(String topic) {
    String[] filter = text.split("/", -1);
    String[] levels = topic.split("/", -1);
    for (int i = 0; i < filter.length; i++) {
      if (filter[i].equals("#")) {
        return i == filter.length - 1;
      }
      if (i >= levels.length || !(filter[i].equals("+") || filter[i].equals(levels[i]))) {
        return false;
      }
    }
    return filter.length == levels.length;
  }
}

package io.galvan.simulator.quirk;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

/** The quirks that a station has at the moment. */
public final class CurrentQuirks implements Supplier<Set<Quirk>> {
  private volatile Set<Quirk> quirks = Set.of();

  @Override
  public Set<Quirk> get() {
    return quirks;
  }

  /** It has others from now on. */
  public void become(Collection<Quirk> others) {
    quirks = Set.copyOf(others);
  }
}

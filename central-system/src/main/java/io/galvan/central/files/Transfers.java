package io.galvan.central.files;

/** Counts the transfers of this node, each of which holds about a chunk in memory. */
final class Transfers {
  private final int most;
  private int underWay;

  /**
   * @param most how many there may be at once
   */
  Transfers(int most) {
    this.most = most;
  }

  /** Whether there is room for one more; if so, {@link #end} must follow. */
  boolean begin() {
    if (underWay >= most) {
      return false;
    }
    underWay++;
    return true;
  }

  void end() {
    underWay--;
  }
}

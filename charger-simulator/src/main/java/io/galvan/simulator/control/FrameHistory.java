package io.galvan.simulator.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest frames of one station, as many as fit. Written and read on any thread. */
final class FrameHistory {
  private static final int MOST_FRAMES = 500;

  private final int mostCharacters;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int characters;

  FrameHistory(int mostCharacters) {
    this.mostCharacters = mostCharacters;
  }

  synchronized void add(Frame frame) {
    frames.add(frame);
    characters += frame.text().length();
    // The latest one stays, however long it is.
    while (frames.size() > 1 && (frames.size() > MOST_FRAMES || characters > mostCharacters)) {
      characters -= frames.remove().text().length();
    }
  }

  /** The frames with numbers above one, the earliest first. */
  synchronized List<Frame> after(long number) {
    List<Frame> later = new ArrayList<>();
    for (Frame frame : frames) {
      if (frame.number() > number) {
        later.add(frame);
      }
    }
    return later;
  }
}

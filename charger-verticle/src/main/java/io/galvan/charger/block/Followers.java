package io.galvan.charger.block;

import java.util.ArrayList;
import java.util.List;

/**
 * Who follows answers, reports and notices; the blocks add theirs, in the order they are called.
 */
public final class Followers {
  private final List<Follower> ofAnswers = new ArrayList<>();
  private final List<ReportFollower> ofReports = new ArrayList<>();
  private final List<NoticeFollower> ofNotices = new ArrayList<>();

  /** Adds it as a follower of all that it can follow. */
  public void add(Object follower) {
    if (follower instanceof Follower answers) {
      ofAnswers.add(answers);
    }
    if (follower instanceof ReportFollower reports) {
      ofReports.add(reports);
    }
    if (follower instanceof NoticeFollower notices) {
      ofNotices.add(notices);
    }
  }

  /** Followers of answers to commands. */
  public List<Follower> ofAnswers() {
    return ofAnswers;
  }

  /** Followers of reports of OCPP 2.x stations. */
  public List<ReportFollower> ofReports() {
    return ofReports;
  }

  /** Followers of notices. */
  public List<NoticeFollower> ofNotices() {
    return ofNotices;
  }
}

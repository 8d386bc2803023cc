package io.galvan.simulator.model;

import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.yaml.Yaml;
import io.galvan.simulator.yaml.YamlException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Looks at a model's file while stations run, and tells when it has become another model. */
public final class ModelWatch extends VerticleBase {
  private static final Duration USUAL = Duration.ofSeconds(1);

  private final Path file;
  private final Duration every;
  private final BiConsumer<StationModel, StationModel> onChange;
  private final Consumer<String> onFault;
  private StationModel model;
  private boolean looking;
  private String seen = "";
  private String lastFault = "";

  private ModelWatch(
      Path file,
      Duration every,
      StationModel model,
      BiConsumer<StationModel, StationModel> onChange,
      Consumer<String> onFault) {
    this.file = file;
    this.every = every;
    this.model = model;
    this.onChange = onChange;
    this.onFault = onFault;
  }

  /**
   * Looks each second.
   *
   * @param onChange takes what it was and what it is now
   * @param onFault takes why a file cannot be read, once; the model stays as it was
   */
  public static void start(
      Vertx vertx,
      Models.Source source,
      BiConsumer<StationModel, StationModel> onChange,
      Consumer<String> onFault) {
    start(vertx, source, USUAL, onChange, onFault);
  }

  static void start(
      Vertx vertx,
      Models.Source source,
      Duration every,
      BiConsumer<StationModel, StationModel> onChange,
      Consumer<String> onFault) {
    Path file = source.file();
    if (file != null) {
      vertx.deployVerticle(new ModelWatch(file, every, source.model(), onChange, onFault));
    }
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(every.toMillis(), tick -> look());
    return Future.succeededFuture();
  }

  /** What a change means, for people. */
  public static String sentence(StationModel before, StationModel now) {
    List<String> fixed = now.fixedSince(before);
    return "the model "
        + now.name()
        + " has changed"
        + (now.bootsAfter(before) ? "; its stations boot again" : "")
        + (fixed.isEmpty() ? "" : "; not before the next start: " + String.join(" and ", fixed));
  }

  /** Reads on a worker, one look at a time. */
  private void look() {
    if (!looking) {
      looking = true;
      vertx
          .executeBlocking(
              () -> {
                read();
                return null;
              })
          .onComplete(done -> looking = false);
    }
  }

  private void read() {
    try {
      String text = Yaml.text(file);
      if (text.equals(seen)) {
        return;
      }
      seen = text;
      lastFault = "";
      StationModel now = Models.parse(String.valueOf(file.getFileName()), text);
      if (!now.equals(model)) {
        StationModel before = model;
        model = now;
        onChange.accept(before, now);
      }
    } catch (YamlException fault) {
      // An editor may be in the middle of writing: told once, and read again when it changes.
      String told = String.valueOf(fault.getMessage());
      if (!told.equals(lastFault)) {
        lastFault = told;
        onFault.accept(told);
      }
    }
  }
}

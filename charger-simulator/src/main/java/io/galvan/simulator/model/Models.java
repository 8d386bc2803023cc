package io.galvan.simulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.behaviour.PowerCurve.Point;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.StationModel.Own;
import io.galvan.simulator.station2.SimulatedStation2;
import io.galvan.simulator.yaml.Fields;
import io.galvan.simulator.yaml.Place;
import io.galvan.simulator.yaml.Yaml;
import io.galvan.simulator.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads models of stations, strictly: what does not exist is an error with its line. */
public final class Models {
  /** The names of those that come along; each is a file beside this class's list. */
  public static final List<String> BUILT_IN =
      List.of(
          "abb-terra-ac",
          "abb-terra-54",
          "alfen-eve-double",
          "alpitronic-hyc150",
          "delta-dc-25",
          "easee-charge",
          "keba-p30",
          "wallbox-pulsar-plus",
          "wallbox-quasar",
          "zaptec-pro");

  private static final Pattern KEY = Pattern.compile("[^,]{1,50}");
  private static final Pattern PATH =
      Pattern.compile("[^.\\[\\]]{1,50}\\.[^.\\[\\]]{1,50}(\\[[^\\[\\]]{1,50}])?");
  private static final int LONGEST_NAME = 20;
  private static final int LONGEST_FIRMWARE = 50;
  private static final int LONGEST_VALUE = 500;
  private static final int MOST_OUTLETS = 64;
  private static final double MOST_KILOWATT = 5_000;
  private static final double WATT = 1_000;

  /**
   * Where a model comes from.
   *
   * @param file null for one that comes along
   */
  public record Source(StationModel model, @Nullable Path file) {}

  /** Says why a setting cannot be so. */
  private interface Check {
    Optional<String> fault(String name, String value);
  }

  private Models() {}

  /** A model by its file or, when it is no path, by its name. */
  public static Source of(String fileOrName) {
    return of(fileOrName, null);
  }

  /**
   * The same.
   *
   * @param beside the file that names it, beside which it is looked for; null for the folder the
   *     program runs in
   */
  public static Source of(String fileOrName, @Nullable Path beside) {
    if (BUILT_IN.contains(fileOrName)) {
      return new Source(named(fileOrName), null);
    }
    Path folder = beside == null ? null : beside.toAbsolutePath().getParent();
    Path file = folder == null ? Path.of(fileOrName) : folder.resolve(fileOrName);
    if (!Files.exists(file)) {
      throw new YamlException(
          Place.of(fileOrName), "is neither a file nor one of the models " + BUILT_IN);
    }
    return new Source(read(file), file);
  }

  /** Reads a file. */
  public static StationModel read(Path file) {
    return parse(String.valueOf(file.getFileName()), Yaml.text(file));
  }

  /** One that comes along. */
  public static StationModel named(String name) {
    String file = name + ".yaml";
    try (InputStream in = Models.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new YamlException(Place.of(name), "is none of the models " + BUILT_IN);
      }
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Reads a text.
   *
   * @param source the name of its file
   */
  public static StationModel parse(String source, String yaml) {
    Fields fields =
        Fields.of(
            Place.of(source),
            Yaml.parse(source, yaml),
            "about",
            "vendor",
            "model",
            "firmware",
            "connectors",
            "evses",
            "connectors-per-evse",
            "power",
            "meter-interval",
            "vehicle-kwh",
            "signed",
            "quirks",
            "configuration",
            "variables",
            "own-keys",
            "own-variables");
    String model = name(fields, "model");
    return new StationModel(
        source.replaceFirst("\\.ya?ml$", ""),
        fields.text("about", model),
        name(fields, "vendor"),
        model,
        firmware(fields),
        outlets(fields),
        atLeast1(fields, "connectors-per-evse", 1),
        power(fields),
        interval(fields),
        WATT * positive(fields, "vehicle-kwh", 60),
        fields.flag("signed", false),
        quirks(fields),
        settings(fields, "configuration", SimulatedStation::keyFault),
        settings(fields, "variables", SimulatedStation2::variableFault),
        own(fields, "own-keys", KEY, SimulatedStation::hasKey),
        own(fields, "own-variables", PATH, SimulatedStation2::hasVariable));
  }

  private static String name(Fields fields, String name) {
    String text = fields.text(name);
    if (text.isBlank() || text.length() > LONGEST_NAME) {
      throw fields.wrong(name, "must have 1 to " + LONGEST_NAME + " characters, not " + text);
    }
    return text;
  }

  private static String firmware(Fields fields) {
    String text = fields.text("firmware", "1.0.0");
    if (text.isBlank() || text.length() > LONGEST_FIRMWARE) {
      throw fields.wrong("firmware", "must have 1 to " + LONGEST_FIRMWARE + " characters");
    }
    return text;
  }

  private static int outlets(Fields fields) {
    if (fields.has("connectors") == fields.has("evses")) {
      throw new YamlException(fields.place(), "has either 'connectors' or 'evses'");
    }
    if (fields.has("connectors") && fields.has("connectors-per-evse")) {
      throw fields.wrong("connectors-per-evse", "goes with 'evses' only");
    }
    return atLeast1(fields, fields.has("evses") ? "evses" : "connectors", 1);
  }

  private static int atLeast1(Fields fields, String name, int usual) {
    int number = fields.integer(name, usual);
    if (number < 1 || number > MOST_OUTLETS) {
      throw fields.wrong(name, "must be 1 to " + MOST_OUTLETS + ", not " + number);
    }
    return number;
  }

  private static double positive(Fields fields, String name, double usual) {
    double number = fields.number(name, usual);
    if (!(number > 0 && number <= MOST_KILOWATT)) {
      throw fields.wrong(name, "must be above 0 and at most " + (int) MOST_KILOWATT);
    }
    return number;
  }

  private static Duration interval(Fields fields) {
    Duration interval = fields.duration("meter-interval", Duration.ofMinutes(1));
    if (interval.toMillis() % 1_000 != 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw fields.wrong("meter-interval", "must be whole seconds, at most a day");
    }
    return interval;
  }

  private static PowerCurve power(Fields model) {
    Fields fields =
        Fields.of(
            model.place("power"),
            model.tree("power"),
            "max-kw",
            "phases",
            "taper-from-percent",
            "floor-share",
            "bidirectional",
            "curve");
    int phases = fields.integer("phases", 3);
    if (phases != 0 && phases != 1 && phases != 3) {
      throw fields.wrong("phases", "must be 1 or 3, or 0 for direct current, not " + phases);
    }
    boolean bidirectional = fields.flag("bidirectional", false);
    if (fields.has("curve")) {
      for (String taper : List.of("max-kw", "taper-from-percent", "floor-share")) {
        if (fields.has(taper)) {
          throw fields.wrong(taper, "and 'curve' do not go together");
        }
      }
      return PowerCurve.of(points(fields), phases, bidirectional);
    }
    if (!fields.has("max-kw")) {
      throw new YamlException(fields.place(), "power needs 'max-kw' or 'curve'");
    }
    return new PowerCurve(
        WATT * positive(fields, "max-kw", 1),
        phases,
        share(fields, "taper-from-percent", phases == 0 ? 80 : 95, 100),
        share(fields, "floor-share", phases == 0 ? 0.1 : 0.3, 1),
        bidirectional);
  }

  private static double share(Fields fields, String name, double usual, double most) {
    double number = fields.number(name, usual);
    if (!(number >= 0 && number <= most)) {
      throw fields.wrong(name, "must be 0 to " + (int) most + ", not " + number);
    }
    return number;
  }

  /** Pairs of a state of charge in percent and a power in kW. */
  private static List<Point> points(Fields fields) {
    List<Point> points = new ArrayList<>();
    JsonNode curve = fields.tree("curve");
    for (JsonNode each : curve) {
      Place place = fields.place("curve").at(Yaml.line(curve, points.size()));
      double soc = each.path(0).asDouble(-1);
      double kilowatt = each.path(1).asDouble(-1);
      if (!each.isArray()
          || each.size() != 2
          || !each.get(0).isNumber()
          || !each.get(1).isNumber()) {
        throw new YamlException(place, "a point is [percent, kW], not " + each);
      }
      if (!(soc >= 0 && soc <= 100 && kilowatt > 0 && kilowatt <= MOST_KILOWATT)) {
        throw new YamlException(place, "a point has 0 to 100 % and a power, not " + each);
      }
      if (!points.isEmpty() && soc <= points.get(points.size() - 1).socPercent()) {
        throw new YamlException(place, "points must rise, " + each + " does not");
      }
      points.add(new Point(soc, WATT * kilowatt));
    }
    if (points.isEmpty()) {
      throw fields.wrong("curve", "must be a list of [percent, kW]");
    }
    return points;
  }

  private static Set<Quirk> quirks(Fields fields) {
    Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    List<String> names = fields.list("quirks");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Place place = fields.place("quirks").at(Yaml.line(fields.tree("quirks"), i));
      quirks.add(
          Quirk.named(name)
              .orElseThrow(() -> new YamlException(place, "there is no quirk '" + name + "'")));
    }
    return quirks;
  }

  private static Map<String, String> settings(Fields fields, String name, Check check) {
    Map<String, String> settings = fields.texts(name);
    settings.forEach(
        (key, value) ->
            check
                .fault(key, value)
                .ifPresent(
                    fault -> {
                      throw new YamlException(place(fields, name, key), "'" + key + "' " + fault);
                    }));
    return settings;
  }

  private static Map<String, Own> own(
      Fields fields, String name, Pattern form, Predicate<String> standard) {
    Map<String, Own> own = new LinkedHashMap<>();
    fields
        .tree(name)
        .fieldNames()
        .forEachRemaining(
            key -> {
              Place place = place(fields, name, key);
              Fields setting =
                  Fields.ofValue(place, fields.tree(name).get(key), "value", "value", "read-only");
              String value = setting.text("value", "");
              if (!form.matcher(key).matches() || value.length() > LONGEST_VALUE) {
                throw new YamlException(
                    place, "'" + key + "' is no name, or its value has more than 500 characters");
              }
              if (standard.test(key)) {
                throw new YamlException(place, "'" + key + "' is one of the standard");
              }
              own.put(key, new Own(value, setting.flag("read-only", false)));
            });
    return own;
  }

  private static Place place(Fields fields, String name, String key) {
    return fields.place(name).at(Yaml.line(fields.tree(name), key));
  }
}

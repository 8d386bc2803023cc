package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.galvan.simulator.yaml.Fields;
import java.util.List;
import java.util.Map;

/** Steps that are played as one: over and over, or those of another file. */
record Block(Rounds rounds, List<Step> steps) {
  static final int MOST_ROUNDS = 10_000;

  /** How often a block is played, and what each round begins with. */
  interface Rounds {
    /** How many there are, known when the block begins. */
    int count(Stage stage);

    /** Sets the variables of a round, counted from 0. */
    void begin(Stage stage, int round);
  }

  /** So many rounds, counted from 1 in a variable. */
  static Rounds times(JsonNode times, String as) {
    return new Rounds() {
      @Override
      public int count(Stage stage) {
        JsonNode filled = stage.fill(times);
        try {
          int count = Integer.parseInt(filled.asText());
          if (count >= 0 && count <= MOST_ROUNDS) {
            return count;
          }
        } catch (NumberFormatException none) {
          // told below
        }
        throw new ScenarioException("repeats 0 to " + MOST_ROUNDS + " times, not " + filled);
      }

      @Override
      public void begin(Stage stage, int round) {
        stage.set(as, IntNode.valueOf(round + 1));
      }
    };
  }

  /** A round for each element of a list, which a variable holds. */
  static Rounds each(JsonNode elements, String as) {
    return new Rounds() {
      @Override
      public int count(Stage stage) {
        JsonNode filled = stage.fill(elements);
        if (!filled.isArray() || filled.size() > MOST_ROUNDS) {
          throw new ScenarioException(
              "repeats for each element of a list of at most " + MOST_ROUNDS + ", not " + filled);
        }
        return filled.size();
      }

      @Override
      public void begin(Stage stage, int round) {
        stage.set(as, stage.fill(elements).get(round));
      }
    };
  }

  /** Once, with variables of its own beside those that are set if nobody has set them. */
  static Rounds once(Map<String, JsonNode> usual, Map<String, JsonNode> own) {
    return new Rounds() {
      @Override
      public int count(Stage stage) {
        return 1;
      }

      @Override
      public void begin(Stage stage, int round) {
        own.forEach((name, value) -> stage.set(name, stage.fill(value)));
        usual.forEach(stage::setIfAbsent);
      }
    };
  }

  /** What a {@code repeat} says. */
  static Rounds repeated(Fields fields) {
    if (fields.has("times") == fields.has("each")) {
      throw new ScenarioException(
          fields.place() + ": repeats a number of 'times', or for 'each' element of a list");
    }
    String as = fields.text("as", "round");
    return fields.has("times") ? times(fields.tree("times"), as) : each(fields.tree("each"), as);
  }
}

package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every regular expression of the main code, whatever it reads: a text of a stranger must not cost
 * more than its length. Refused are lazy dots, unbounded dots with more behind them, and unbounded
 * quantifiers within unbounded quantifiers.
 */
class RegularExpressionsTest {
  private static final Set<String> TAKE_A_PATTERN =
      Set.of("replaceAll", "replaceFirst", "matches", "split");

  /**
   * Expressions that cannot be read from the source, by file and argument, and why they are safe.
   */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "Settings.java: value", "GALVAN_ID_TOKEN_PATTERN is the operator's own",
          "VatNumbers.java: rest", "the expressions stand in the table above it",
          "Matching.java: text.substring(1, text.length() - 1)", "of who writes the scenario");

  /**
   * @param method the method that takes the expression
   * @param expression null where the argument is no constant
   */
  private record Use(Path file, String method, String argument, @Nullable String expression) {
    String place() {
      return file.getFileName() + ": " + argument;
    }

    /** Whether the method is one of ours that only has the name of String's. */
    boolean isOfOurOwn() {
      String source = file.toString().replace("src/main/java", "target/classes");
      Path compiled = Path.of(source.replaceAll("java$", "class"));
      return ArchConfiguration.withThreadLocalScope(
          configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                .importPaths(compiled).stream()
                    .flatMap(each -> each.getMethodCallsFromSelf().stream())
                    .noneMatch(
                        call ->
                            call.getTarget().getName().equals(method)
                                && call.getTargetOwner().getName().equals("java.lang.String"));
          });
    }
  }

  @Test
  void shouldNeedTimeByTheLengthOfTheTextAlone() {
    List<Use> uses = uses();
    assertThat(uses).hasSizeGreaterThan(50);
    List<String> faults = new ArrayList<>();
    for (Use use : uses) {
      if (use.expression() == null) {
        if (!EXCEPTIONS.containsKey(use.place()) && !use.isOfOurOwn()) {
          faults.add(use.place() + ": cannot be read from the source; write it as a constant");
        }
      } else if (fault(use.expression()) != null) {
        faults.add(use.place() + ": " + fault(use.expression()) + " in " + use.expression());
      }
    }
    assertThat(faults).isEmpty();
    assertThat(uses).extracting(Use::place).containsAll(EXCEPTIONS.keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"vpn\".*?\"key\"",
        "a.+?b",
        "^.*[/\\\\]",
        "x.{3,}y",
        "(?:.*)+x",
        "(a+)+",
        "(?:a*b)*",
        "\"[^\"]*+(?:\\\\.[^\"]*+)*+\"",
        "(x(?:y{2,})z){1,}",
        "(.*|b)c",
      })
  void shouldRefuseWhatLooksBackWithoutBound(String expression) {
    assertThat(fault(expression)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[^/]+/x",
        "/files/([0-9a-f-]{36})(?:/.*)?",
        "(\\d{1,9})(?:-(.*)|(/.*)?)",
        "(a{1,3},)*",
        "(\\s*,\\s*[a-z]{1,60}){0,29}",
        "\\.*x",
        "[.*+]+x",
        "\\Q.*\\Ex",
        ".*",
      })
  void shouldLetPassWhatDoesNot(String expression) {
    assertThat(fault(expression)).isNull();
  }

  // ---- judging

  /** What is wrong with the expression; null when nothing is. */
  private static @Nullable String fault(String expression) {
    return new Judge(expression).fault();
  }

  private static final class Judge {
    private final String expression;
    private int at;
    private @Nullable String fault;

    Judge(String expression) {
      this.expression = expression;
    }

    @Nullable String fault() {
      alternatives();
      return fault;
    }

    /** Reads up to the end of the group; whether it holds an unbounded quantifier. */
    private boolean alternatives() {
      boolean unbounded = false;
      while (at < expression.length() && expression.charAt(at) != ')') {
        if (expression.charAt(at) == '|') {
          at++;
          continue;
        }
        boolean dot = expression.charAt(at) == '.';
        boolean inner = atom();
        int quantifier = at;
        if (quantifier()) {
          boolean lazy = at < expression.length() && expression.charAt(at) == '?';
          if (lazy || at < expression.length() && expression.charAt(at) == '+') {
            at++;
          }
          if (inner) {
            fault = "an unbounded quantifier within another";
          }
          if (dot && lazy) {
            fault = "a lazy dot";
          } else if (dot && moreFollows()) {
            fault = "more after an unbounded dot";
          }
          unbounded = true;
        } else {
          // A bounded quantifier, of which an unbounded one within is read so often at most.
          at = quantifier;
          skipBounded();
          unbounded |= inner;
        }
      }
      return unbounded;
    }

    /** Whether anything must be matched after this place. */
    private boolean moreFollows() {
      int depth = 0;
      for (int i = at; i < expression.length(); i++) {
        char c = expression.charAt(i);
        if (c == ')') {
          depth--;
        } else if (c == '|' && depth <= 0) {
          // The rest of this alternative is empty; what follows its group is found below.
          i = endOfGroup(i) - 1;
        } else if (!(c == '?' && expression.charAt(i - 1) == ')') && c != '$') {
          return true;
        }
      }
      return false;
    }

    private int endOfGroup(int from) {
      int depth = 0;
      for (int i = from; i < expression.length(); i++) {
        char c = expression.charAt(i);
        if (c == '\\') {
          i++;
        } else if (c == '(') {
          depth++;
        } else if (c == ')' && --depth < 0) {
          return i;
        }
      }
      return expression.length();
    }

    /** Reads one atom; whether it is a group that holds an unbounded quantifier. */
    private boolean atom() {
      char c = expression.charAt(at++);
      if (c == '\\') {
        if (expression.startsWith("Q", at)) {
          int end = expression.indexOf("\\E", at);
          at = end < 0 ? expression.length() : end + 2;
        } else if (at + 1 < expression.length()
            && "pP".indexOf(expression.charAt(at)) >= 0
            && expression.charAt(at + 1) == '{') {
          at = expression.indexOf('}', at) + 1;
        } else {
          at++;
        }
      } else if (c == '[') {
        characterClass();
      } else if (c == '(') {
        if (expression.startsWith("?", at)) {
          at = groupStart();
        }
        boolean unbounded = alternatives();
        at++;
        return unbounded;
      }
      return false;
    }

    /** Behind (?:, (?=, (?<name> and flags. */
    private int groupStart() {
      int i = at + 1;
      while (i < expression.length() && ":=!>)".indexOf(expression.charAt(i)) < 0) {
        i++;
      }
      return expression.charAt(i) == ')' ? i : i + 1;
    }

    private void characterClass() {
      int depth = 1;
      at += expression.startsWith("^", at) ? 1 : 0;
      at += expression.startsWith("]", at) ? 1 : 0;
      while (depth > 0) {
        char c = expression.charAt(at++);
        if (c == '\\') {
          at++;
        } else if (c == '[') {
          depth++;
        } else if (c == ']') {
          depth--;
        }
      }
    }

    /** Reads a quantifier without an upper bound, if there is one. */
    private boolean quantifier() {
      if (at >= expression.length()) {
        return false;
      }
      char c = expression.charAt(at);
      if (c == '*' || c == '+') {
        at++;
        return true;
      }
      if (c == '{') {
        int end = expression.indexOf('}', at);
        if (expression.charAt(end - 1) == ',') {
          at = end + 1;
          return true;
        }
      }
      return false;
    }

    private void skipBounded() {
      if (at < expression.length() && expression.charAt(at) == '{') {
        at = expression.indexOf('}', at) + 1;
      } else if (at < expression.length() && expression.charAt(at) == '?') {
        at++;
      } else {
        return;
      }
      if (at < expression.length() && "?+".indexOf(expression.charAt(at)) >= 0) {
        at++;
      }
    }
  }

  // ---- reading the sources

  private static List<Use> uses() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Use> uses = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources()));
      for (CompilationUnitTree unit : task.parse()) {
        Map<String, ExpressionTree> constants = constants(unit);
        Path file = Path.of(unit.getSourceFile().toUri());
        unit.accept(new Reader(file, constants, uses), null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uses;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  private static Map<String, ExpressionTree> constants(CompilationUnitTree unit) {
    Map<String, ExpressionTree> constants = new HashMap<>();
    unit.accept(
        new TreeScanner<Void, Void>() {
          @Override
          public @Nullable Void visitVariable(VariableTree variable, Void ignored) {
            if (variable.getInitializer() != null) {
              constants.put(variable.getName().toString(), variable.getInitializer());
            }
            return super.visitVariable(variable, ignored);
          }
        },
        null);
    return constants;
  }

  private static final class Reader extends TreeScanner<Void, Void> {
    private final Path file;
    private final Map<String, ExpressionTree> constants;
    private final List<Use> uses;

    Reader(Path file, Map<String, ExpressionTree> constants, List<Use> uses) {
      this.file = file;
      this.constants = constants;
      this.uses = uses;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Void ignored) {
      if (call.getMethodSelect() instanceof MemberSelectTree method
          && !call.getArguments().isEmpty()) {
        String name = method.getIdentifier().toString();
        boolean compiles =
            name.equals("compile") && method.getExpression().toString().endsWith("Pattern");
        ExpressionTree argument = call.getArguments().get(0);
        // A matcher's replaceAll takes no expression; its argument is the replacement.
        boolean onMatcher = method.getExpression().toString().contains(".matcher(");
        if (compiles || TAKE_A_PATTERN.contains(name) && !onMatcher) {
          String expression = constant(argument, 0);
          uses.add(new Use(file, name, argument.toString(), expression));
        }
      }
      return super.visitMethodInvocation(call, ignored);
    }

    private @Nullable String constant(ExpressionTree tree, int depth) {
      if (depth > 20) {
        return null;
      } else if (tree instanceof LiteralTree literal) {
        return String.valueOf(literal.getValue());
      } else if (tree instanceof ParenthesizedTree inner) {
        return constant(inner.getExpression(), depth + 1);
      } else if (tree instanceof BinaryTree sum) {
        String left = constant(sum.getLeftOperand(), depth + 1);
        String right = constant(sum.getRightOperand(), depth + 1);
        return left == null || right == null ? null : left + right;
      } else if (tree instanceof IdentifierTree name) {
        ExpressionTree value = constants.get(name.getName().toString());
        return value == null ? null : constant(value, depth + 1);
      }
      return null;
    }
  }
}

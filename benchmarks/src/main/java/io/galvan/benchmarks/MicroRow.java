package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Codec, shape check and session by JMH, with the bytes a message allocates. */
final class MicroRow implements Row.Measurement {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Override
  public List<JsonObject> run(Bench bench) throws Exception {
    TimeValue time = bench.quick() ? TimeValue.milliseconds(300) : TimeValue.seconds(2);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("io\\.galvan\\.benchmarks\\.micro\\..*")
                    .forks(1)
                    .warmupIterations(bench.quick() ? 1 : 4)
                    .warmupTime(time)
                    .measurementIterations(bench.quick() ? 2 : 5)
                    .measurementTime(time)
                    .addProfiler(GCProfiler.class)
                    .output(bench.folder().resolve("jmh.log").toString())
                    .build())
            .run();
    JsonObject figures = new JsonObject();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      String brief = name.substring(name.lastIndexOf('.') + 1);
      figures.put(brief + "Ns", result.getPrimaryResult().getScore());
      for (Map.Entry<String, ? extends Result<?>> second : results(result).entrySet()) {
        if (second.getKey().endsWith(ALLOCATED)) {
          figures.put(brief + "Bytes", second.getValue().getScore());
        }
      }
    }
    bench.say("    " + figures.encode());
    return List.of(Row.run(figures));
  }

  @SuppressWarnings("rawtypes")
  private static Map<String, ? extends Result<?>> results(RunResult result) {
    Map<String, Result<?>> typed = new java.util.TreeMap<>();
    for (Map.Entry<String, Result> entry : result.getSecondaryResults().entrySet()) {
      typed.put(entry.getKey(), entry.getValue());
    }
    return typed;
  }
}

package io.galvan.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.transaction.Transactions.Gap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeqNosTest {
  @Test
  void shouldFindTheSameGapsInAnyOrder() {
    for (int seed = 0; seed < 50; seed++) {
      List<Integer> told = new ArrayList<>(List.of(2, 3, 4, 8, 10, 10, 3));
      Collections.shuffle(told, new Random(seed));
      SeqNos seqNos = new SeqNos();
      for (int seqNo : told) {
        seqNos = SeqNos.of(seqNos.text());
        seqNos.add(seqNo);
      }
      assertThat(seqNos.gaps()).containsExactly(new Gap(0, 1), new Gap(5, 7), new Gap(9, 9));
      assertThat(seqNos.text()).isEqualTo("0:2-4,8,10");
      seqNos.begin(2);
      assertThat(seqNos.gaps()).containsExactly(new Gap(5, 7), new Gap(9, 9));
    }
  }

  @Test
  void shouldStayBoundedAndStandOddNumbers() {
    SeqNos seqNos = new SeqNos();
    seqNos.add(-1);
    seqNos.add(Integer.MAX_VALUE);
    seqNos.add(Integer.MAX_VALUE - 1);
    assertThat(seqNos.gaps()).containsExactly(new Gap(0, Integer.MAX_VALUE - 2));
    for (int i = 0; i < 10_000; i += 2) {
      seqNos.add(i);
    }
    assertThat(seqNos.gaps()).hasSizeLessThanOrEqualTo(SeqNos.MAX_RANGES);
    assertThat(SeqNos.of(seqNos.text()).gaps()).isEqualTo(seqNos.gaps());
  }

  @Test
  void shouldHaveNoGapsWhenNothingWasTold() {
    assertThat(SeqNos.gaps(null)).isEmpty();
    assertThat(new SeqNos().gaps()).isEmpty();
  }
}

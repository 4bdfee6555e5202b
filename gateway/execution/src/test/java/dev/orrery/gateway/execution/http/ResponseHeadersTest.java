package dev.orrery.gateway.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.ForwardedHeaders.Entry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60 | max-age=10 | max-age=10",
        "public, max-age=60 | public, max-age=90 | public, max-age=60",
        "public, max-age=60 | private, max-age=90 | private, max-age=60",
        "max-age=60 | no-store | no-store",
        "max-age=60 | no-cache | no-cache",
        "max-age=60 | public | no-store",
        "max-age=60, s-maxage=600 | max-age=50, s-maxage=20 | max-age=50, s-maxage=20",
        "max-age=60, must-revalidate | max-age=nonsense | must-revalidate, max-age=0",
      })
  void takesTheStrictestCacheControl(String one, String other, String both) {
    assertThat(CacheControl.strictest(List.of(one, other))).isEqualTo(both);
    assertThat(CacheControl.strictest(List.of(other, one))).isEqualTo(both);
  }

  @Test
  void storesNothingWhereOneCallSaysNothingOrErrorsAreThere() {
    Entry minute = new Entry("cache-control", "max-age=60");
    ResponseHeaders headers =
        new ResponseHeaders(new AnswerHeaders(Set.of("cache-control"), Set.of()));
    assertThat(headers.gathered(true)).isEmpty();
    headers.add(List.of(minute));
    assertThat(headers.gathered(true)).containsExactly(minute);
    assertThat(headers.gathered(false)).containsExactly(new Entry("cache-control", "no-store"));
    headers.add(List.of());
    assertThat(headers.gathered(true)).containsExactly(new Entry("cache-control", "no-store"));
  }

  @Test
  void keepsEveryCookieAndTheFirstOfAnythingElse() {
    ResponseHeaders headers =
        new ResponseHeaders(new AnswerHeaders(Set.of("set-cookie", "x-a"), Set.of()));
    headers.add(List.of(new Entry("set-cookie", "a=1"), new Entry("x-a", "1")));
    headers.add(List.of(new Entry("set-cookie", "b=2"), new Entry("x-a", "2")));
    assertThat(headers.gathered(true))
        .containsExactly(
            new Entry("set-cookie", "a=1"), new Entry("set-cookie", "b=2"), new Entry("x-a", "1"));
  }

  @Test
  void carriesTheGreatestOfAllToLaterCallsAndToTheClient() {
    ResponseHeaders headers = new ResponseHeaders(new AnswerHeaders(Set.of(), Set.of("X-Seen")));
    ForwardedHeaders client = new ForwardedHeaders(List.of(new Entry("authorization", "a")));
    assertThat(headers.onto(client)).isEqualTo(client);
    headers.add(List.of(new Entry("x-seen", "9"), new Entry("x-other", "77")));
    headers.add(List.of(new Entry("x-seen", "10")));
    headers.add(List.of(new Entry("x-seen", "2")));
    headers.add(List.of(new Entry("x-seen", "many")));
    headers.add(List.of());

    assertThat(headers.onto(client).entries())
        .containsExactly(new Entry("authorization", "a"), new Entry("x-seen", "10"));
    assertThat(headers.gathered(true)).containsExactly(new Entry("x-seen", "10"));
  }

  @Test
  void whatTheClientKnowsAlreadyIsNotTakenBack() {
    ResponseHeaders headers = new ResponseHeaders(new AnswerHeaders(Set.of(), Set.of("x-seen")));
    ForwardedHeaders client = new ForwardedHeaders(List.of(new Entry("x-seen", "12")));
    headers.add(List.of(new Entry("x-seen", "10")));

    assertThat(headers.onto(client)).isEqualTo(client);
  }
}

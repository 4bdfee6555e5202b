package dev.orrery.gateway.planning.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.gateway.planning.operation.Budget;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import org.junit.jupiter.api.Test;

class DocumentSizeTest {
  private final Budget budget = new Budget(Long.MAX_VALUE, Long.MAX_VALUE);

  @Test
  void countsTokens() {
    assertThat(DocumentSize.tokens("")).isEqualTo(1);
    assertThat(DocumentSize.tokens("{a}")).isEqualTo(4);
    assertThat(DocumentSize.tokens("query($x:Int=-1){... on A{f:b(c:\"}\\\"{ {\")@skip(if:$x)}}"))
        .isEqualTo(33);
  }

  @Test
  void takesWhatTheParserTakesAndNoMore() {
    var most = "{" + "a ".repeat(DocumentSize.MOST_TOKENS - 3) + "}";
    assertThat(DocumentSize.checked(most, budget)).isSameAs(most);
    assertThat(Parser.parse(most).getDefinitions()).hasSize(1);
    var more = "{" + "a ".repeat(DocumentSize.MOST_TOKENS) + "}";
    assertThatThrownBy(() -> DocumentSize.checked(more, budget))
        .isInstanceOf(Budget.Exhausted.class);
    assertThatThrownBy(() -> Parser.parse(more)).isInstanceOf(InvalidSyntaxException.class);
  }
}

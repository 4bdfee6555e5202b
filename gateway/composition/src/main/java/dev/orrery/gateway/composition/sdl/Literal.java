package dev.orrery.gateway.composition.sdl;

import graphql.language.AstPrinter;
import graphql.language.Value;
import graphql.parser.Parser;

/// A constant of SDL, held as its canonical text, so that two are equal when they are written the
/// same up to white space.
public record Literal(String text) {
  public static Literal of(Value<?> value) {
    return new Literal(AstPrinter.printAstCompact(value));
  }

  /// The constant that the text spells, in canonical text.
  public static Literal parse(String text) {
    return of(Parser.parseValue(text));
  }

  /// A quoted and escaped string constant.
  public static Literal string(String value) {
    return of(new graphql.language.StringValue(value));
  }

  public Value<?> toValue() {
    return Parser.parseValue(text);
  }

  @Override
  public String toString() {
    return text;
  }
}

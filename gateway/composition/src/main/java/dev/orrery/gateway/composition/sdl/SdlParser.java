package dev.orrery.gateway.composition.sdl;

import graphql.language.Document;
import graphql.parser.MultiSourceReader;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;

/// Parses SDL of any size: the limits that guard operations do not apply to schemas.
public final class SdlParser {
  private SdlParser() {}

  /// @throws InvalidSyntaxException when the text is not GraphQL
  public static Document parse(String sdl) {
    return parse(sdl, "sdl");
  }

  /// @param source the name that source locations carry
  /// @throws InvalidSyntaxException when the text is not GraphQL
  public static Document parse(String sdl, String source) {
    var reader =
        MultiSourceReader.newMultiSourceReader().string(sdl, source).trackData(true).build();
    return new Parser()
        .parseDocument(
            ParserEnvironment.newParserEnvironment()
                .document(reader)
                .parserOptions(ParserOptions.getDefaultSdlParserOptions())
                .build());
  }
}

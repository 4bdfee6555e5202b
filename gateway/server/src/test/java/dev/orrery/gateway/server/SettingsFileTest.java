package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  @TempDir private Path folder;

  private List<String> check(String text) throws Exception {
    Path file = folder.resolve("gateway.properties");
    Files.writeString(file, text);
    return SettingsFile.check(file, GatewayConfig.class);
  }

  @Test
  void acceptsEverySettingThatIsDocumented() throws Exception {
    assertThat(
            check(
                """
                gateway.limits.depth=20
                gateway.calls.timeout=500ms
                gateway.reload-interval=PT1S
                gateway.authentication=optional
                gateway.introspection=false
                gateway.forward-headers=authorization,x-a
                gateway.headers.matching=x-acme-.*
                gateway.headers.rename.x-tenant=x-org
                gateway.headers.subgraph.products.insert.x-key=1
                gateway.headers.subgraph."my.graph".insert."x-key"=1
                gateway.authorization.policies.payroll=finance
                gateway.documents.mode=require
                gateway.cors.origins=https://a.example
                gateway.subgraph-url."a"=http://x
                gateway.subgraph-timeout.a=1s
                orrery.jwks=keys.json
                mp.jwt.verify.issuer=me
                quarkus.log.level=DEBUG
                """))
        .isEmpty();
  }

  @Test
  void namesASettingThatDoesNotExistAndTheNearestThatDoes() throws Exception {
    assertThat(check("gateway.limits.dept=3"))
        .singleElement()
        .asString()
        .endsWith("there is no setting gateway.limits.dept; did you mean gateway.limits.depth?");
    assertThat(check("gatway.coalesce.request=true"))
        .singleElement()
        .asString()
        .endsWith("did you mean gateway.coalesce.requests?");
    assertThat(check("gateway.headers.renam.x=y"))
        .singleElement()
        .asString()
        .contains("did you mean gateway.headers.rename.<name>?");
  }

  @Test
  void saysWhatAValueMustBe() throws Exception {
    assertThat(check("gateway.limits.depth=deep"))
        .singleElement()
        .asString()
        .endsWith("gateway.limits.depth must be a whole number, not \"deep\"");
    assertThat(check("gateway.calls.timeout=soon")).singleElement().asString().contains("duration");
    assertThat(check("gateway.graphiql=yes")).singleElement().asString().contains("true or false");
    assertThat(check("gateway.documents.mode=maybe"))
        .singleElement()
        .asString()
        .endsWith("must be one of off, allow, require, not \"maybe\"");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThat(SettingsFile.check(folder.resolve("none"), GatewayConfig.class))
        .singleElement()
        .asString()
        .contains("cannot be read");
  }
}

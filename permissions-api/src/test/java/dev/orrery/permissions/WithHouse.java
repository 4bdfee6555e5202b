package dev.orrery.permissions;

import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.PostgresResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Runs permissions-api with a PostgreSQL and a NATS of the test's own. It verifies with its own
/// keys, so no others are made.
@QuarkusTest
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "permissions"))
@WithTestResource(
    value = NatsResource.class,
    initArgs = @ResourceArg(name = "service", value = "permissions"))
@WithTestResource(OperatorResource.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface WithHouse {}

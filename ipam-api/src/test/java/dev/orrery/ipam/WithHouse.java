package dev.orrery.ipam;

import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.PostgresResource;
import dev.orrery.kit.testing.TokensResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Runs ipam-api with a PostgreSQL and a NATS of the test's own.
@QuarkusTest
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "ipam"))
@WithTestResource(
    value = NatsResource.class,
    initArgs = @ResourceArg(name = "service", value = "ipam"))
@WithTestResource(TokensResource.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface WithHouse {}

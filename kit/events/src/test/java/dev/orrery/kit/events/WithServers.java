package dev.orrery.kit.events;

import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.PostgresResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A real PostgreSQL and a real NATS, the same for all tests of the module.
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "instance"),
    scope = TestResourceScope.GLOBAL)
@WithTestResource(value = NatsResource.class, scope = TestResourceScope.GLOBAL)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WithServers {}

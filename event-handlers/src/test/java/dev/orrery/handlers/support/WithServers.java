package dev.orrery.handlers.support;

import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.PostgresResource;
import dev.orrery.kit.testing.TokensResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A real PostgreSQL and a real NATS, with the rights this service has in the house and no more.
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "handlers"),
    scope = TestResourceScope.GLOBAL)
@WithTestResource(
    value = NatsResource.class,
    initArgs = @ResourceArg(name = "service", value = "handlers"),
    scope = TestResourceScope.GLOBAL)
@WithTestResource(value = TokensResource.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = QuickTimes.class, scope = TestResourceScope.GLOBAL)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WithServers {}

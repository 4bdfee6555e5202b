/// The engine's stages, each by itself, by JMH.
@NullMarked
package dev.orrery.bench.gateway.micro;

import org.jspecify.annotations.NullMarked;

/// Instances as containers of a podman or Docker engine on this machine.
@NullMarked
package dev.orrery.provider.containers;

import org.jspecify.annotations.NullMarked;

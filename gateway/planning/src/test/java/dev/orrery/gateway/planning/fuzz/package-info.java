/// Operations made of bytes, and what must hold for whatever comes of them.
package dev.orrery.gateway.planning.fuzz;

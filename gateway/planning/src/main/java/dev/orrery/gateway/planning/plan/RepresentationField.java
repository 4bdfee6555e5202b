package dev.orrery.gateway.planning.plan;

import org.jspecify.annotations.Nullable;

/// A field of a representation. A value absent from the data, at any depth, means that there is no
/// representation: the whole one, not only a part of it.
///
/// @param name the field's name in the representation
/// @param dataKey where its value lies in the data tree
/// @param nullStops a null here means that there is no representation, too (it would identify
///   nothing)
/// @param ofKey part of what identifies the entity: when all of those are null nothing does, and
///   there is no representation
/// @param object what to take of an object, or of each object of a list; null copies the value
public record RepresentationField(
    String name,
    String dataKey,
    boolean nullStops,
    boolean ofKey,
    @Nullable RepresentationObject object) {}

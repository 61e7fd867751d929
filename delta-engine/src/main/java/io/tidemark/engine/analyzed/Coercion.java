package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.analyzed.CatalogFacts.Cast;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.PgType;
import java.util.List;

/** Implicit conversions that PostgreSQL leaves to its planner. */
final class Coercion {

  private final Catalog catalog;

  Coercion(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The value in the given type; a type modifier needs no conversion, only a label. */
  Expression coerce(Expression value, PgType target) {
    PgType type = value.type();
    if (type.oid() == target.oid()) {
      return type.collation() == target.collation()
          ? value
          : ExpressionTranslator.relabel(value, target);
    }
    Cast cast =
        catalog.implicitCast(type.oid(), target.oid()).orElseThrow(() -> noCast(type, target));
    return switch (cast.method()) {
      case 'b' -> ExpressionTranslator.relabel(value, target);
      case 'f' -> {
        Function function = catalog.procedure(cast.function()).function();
        if (function.argumentTypes().size() != 1) {
          throw noCast(type, target);
        }
        yield new Expression.Call(
            function, List.of(value), PgType.of(target.oid()), target.collation());
      }
      default -> throw noCast(type, target);
    };
  }

  private UnsupportedQueryException noCast(PgType from, PgType to) {
    return new UnsupportedQueryException(
        "A set operation converts a column of type %s to %s, which is not known"
            .formatted(catalog.typeName(from.oid()), catalog.typeName(to.oid())),
        "Cast the column in its branch");
  }
}
